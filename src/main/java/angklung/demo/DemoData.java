package angklung.demo;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.Authorship;
import angklung.avro.AuthorshipEffect;
import angklung.avro.AuthorshipPolicy;
import angklung.avro.Engagement;
import angklung.avro.FxRate;
import angklung.avro.Party;
import angklung.avro.PlayEvent;
import angklung.avro.PolicyHolder;
import angklung.avro.Registration;
import angklung.avro.RevenueReport;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.avro.TaxProfile;
import angklung.model.Period;
import angklung.money.Micros;
import angklung.replay.Presets;
import angklung.topic.AvroSerdes;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A month of three services, invented from a seed: the same seed gives the same records. It holds what every real
 * delivery holds: repeated plays, plays of one identifier with two contents, bytes that are no play, territories
 * that do not exist, plays that come after the month was closed, and in the free tiers accounts that were hired.
 */
public final class DemoData {
    /** A tenth of the minima that a large service agreed on in 2023, as its demo market is that much smaller. */
    private static final long ARTIST_MIN_PLAYS = 100;

    private static final long ARTIST_MIN_LISTENERS = 50;
    private static final BigDecimal DOUBLE = new BigDecimal("2.000000000000");
    private static final long MINIMUM_TRACK_PLAYS = 10;
    private static final LocalDate TERMS_FROM = LocalDate.parse("2020-01-01");

    /** In ten thousandths of all plays. */
    private static final int DUPLICATES = 150;

    private static final int CONFLICTS = 6;
    private static final int MALFORMED = 3;
    private static final int UNKNOWN_TERRITORIES = 5;
    private static final int BAD_ISRCS = 4;
    private static final int SHORT = 800;
    private static final int LATE = 40;

    /** In ten thousandths of the plays of an offering that screens: two accounts that were hired. */
    private static final int HIRED = 300;

    private static final int HIRED_ACCOUNTS = 2;

    /** How many plays ago a repeated play was sent first, at most. */
    private static final int MEMORY = 2_000;

    private static final int PLAYS_A_SUBSCRIBER = 40;

    private final long seed;
    private final long plays;
    private final Period month;
    private final Catalogue catalogue;

    /** @param plays records of plays in the month, late ones not included; positive */
    public DemoData(long seed, long plays, Period month) {
        AvroSerdes.trustGeneratedClasses();
        this.seed = seed;
        this.plays = plays;
        this.month = month;
        this.catalogue = new Catalogue(new SplittableRandom(seed));
    }

    /** What tax is withheld by: published terms, that of Indonesia. */
    public List<TaxProfile> taxProfiles() {
        return Presets.taxProfiles().values().stream().flatMap(List::stream).toList();
    }

    /** Invented rates of the month's last day, so that what was earned abroad is paid at home. */
    public List<FxRate> fxRates() {
        return List.of(rate("USD", "IDR", "16000"), rate("USD", "KRW", "1400"), rate("KRW", "IDR", "11.5"));
    }

    private FxRate rate(String base, String quote, String rate) {
        return new FxRate(month.lastDay(), base, quote, new BigDecimal(rate).setScale(12), "demo");
    }

    /** The services, sorted. */
    public List<String> dsps() {
        return Market.ALL.stream().map(Market::dsp).distinct().sorted().toList();
    }

    public List<Party> parties() {
        return catalogue.parties();
    }

    /** The parties that write and sing; the others are labels. */
    public List<Party> songwriters() {
        return catalogue.writers();
    }

    public List<Registration> registrations() {
        return catalogue.registrations();
    }

    /**
     * What follows from generated contributions: in Korea no author's share, as KOMCA has it; held in Indonesia until
     * there is a statute; tagged in the United States.
     */
    public List<AuthorshipPolicy> authorshipPolicies() {
        return List.of(
                policy("KR", RightType.MECHANICAL, AuthorshipEffect.EXCLUDE),
                policy("KR", RightType.PERFORMANCE, AuthorshipEffect.EXCLUDE),
                policy("ID", RightType.MECHANICAL, AuthorshipEffect.HOLD),
                policy("US", null, AuthorshipEffect.TAG));
    }

    private static AuthorshipPolicy policy(String territory, RightType right, AuthorshipEffect effect) {
        return AuthorshipPolicy.newBuilder()
                .setHolderKind(PolicyHolder.TERRITORY)
                .setHolder(territory)
                .setRightType(right)
                .setAuthorship(Authorship.AI_GENERATED)
                .setEffect(effect)
                .setValidFrom(TERMS_FROM)
                .setSource("demo")
                .build();
    }

    public List<Agreement> agreements() {
        List<Agreement> agreements = new ArrayList<>();
        for (Market market : Market.ALL) {
            agreements.add(recordingAgreement(market));
            agreements.add(agreement(market, RightType.MECHANICAL, market.mechanicalShare()).build());
            if (market.performanceShare() > 0) {
                agreements.add(agreement(market, RightType.PERFORMANCE, market.performanceShare()).build());
            }
        }
        return agreements;
    }

    /** One report an offering, in proportion to its part of the plays. */
    public List<RevenueReport> revenue() {
        SplittableRandom random = new SplittableRandom(seed + 1);
        List<RevenueReport> reports = new ArrayList<>();
        for (Market market : Market.ALL) {
            long marketPlays = Math.max(1, plays * market.weight() / 100); // rounded down
            long odd = random.nextLong(market.revenuePerPlayMicros());
            reports.add(RevenueReport.newBuilder()
                    .setDsp(market.dsp())
                    .setTerritory(market.territory())
                    .setOffering(market.offering())
                    .setPeriod(month.toString())
                    .setCurrency(market.currency())
                    .setNetRevenueMicros(
                            Math.addExact(Math.multiplyExact(marketPlays, market.revenuePerPlayMicros()), odd))
                    .setSubscribers(Math.max(1, marketPlays / PLAYS_A_SUBSCRIBER))
                    .setRevision(1)
                    .build());
        }
        return reports;
    }

    /** The records of the month, in the order in which they are sent. */
    public void plays(Consumer<DemoPlay> consumer) {
        SplittableRandom random = new SplittableRandom(seed + 2);
        Generator generator = new Generator(random, "p");
        Deque<DemoPlay> recent = new ArrayDeque<>();
        for (long i = 0; i < plays; i++) {
            int fate = random.nextInt(10_000);
            DemoPlay next = fate < DUPLICATES && !recent.isEmpty()
                    ? recent.peekFirst()
                    : spoil(generator.next(i), fate - DUPLICATES, recent);
            consumer.accept(next);
            if (next.play() != null && (recent.isEmpty() || next != recent.peekFirst())) {
                recent.addLast(next);
            }
            while (recent.size() > 1 + random.nextInt(MEMORY)) {
                recent.removeFirst();
            }
        }
    }

    /** Plays of the month that arrive when it is closed. */
    public void latePlays(Consumer<DemoPlay> consumer) {
        Generator generator = new Generator(new SplittableRandom(seed + 3), "late");
        long count = plays * LATE / 10_000; // rounded down
        for (long i = 0; i < count; i++) {
            consumer.accept(generator.next(i * plays / count));
        }
    }

    /**
     * Plays of now, without end.
     *
     * @param number from 0
     */
    public DemoPlay live(long number, Instant now) {
        Generator generator = new Generator(new SplittableRandom(seed + 4 + number), "live");
        return generator.at(number, now);
    }

    private static Agreement recordingAgreement(Market market) {
        Agreement.Builder agreement = agreement(market, RightType.RECORDING, market.recordingShare())
                .setModel(market.recordingModel());
        if (market.recordingModel() == AllocationModel.ARTIST_CENTRIC) {
            agreement.setArtistMinPlays(ARTIST_MIN_PLAYS)
                    .setArtistMinListeners(ARTIST_MIN_LISTENERS)
                    .setArtistBoost(DOUBLE)
                    .setActiveBoost(DOUBLE);
        }
        if (market.offering().equals("free") && market.territory().equals("US")) {
            agreement.setMinimumTrackPlays(MINIMUM_TRACK_PLAYS);
        }
        return agreement.build();
    }

    private static Agreement.Builder agreement(Market market, RightType right, long share) {
        Agreement.Builder agreement = Agreement.newBuilder()
                .setDsp(market.dsp())
                .setTerritory(market.territory())
                .setOffering(market.offering())
                .setRightType(right)
                .setModel(AllocationModel.MARKET_CENTRIC)
                .setRevenueShareMillionths(share)
                .setScreening(market.screening())
                .setTimeZone(market.timeZone())
                .setValidFrom(TERMS_FROM);
        if (market.offering().equals("premium") && right == RightType.MECHANICAL) {
            // A floor that a premium tier seldom needs: its rate sheet shows that it was compared.
            agreement.setPerSubscriberMinimum(
                    Micros.toDecimal(market.revenuePerPlayMicros()).setScale(12).multiply(BigDecimal.valueOf(2)));
        }
        return agreement;
    }

    /** Damages a few plays as deliveries are damaged. */
    private static DemoPlay spoil(DemoPlay play, int fate, Deque<DemoPlay> recent) {
        int at = fate;
        if (at >= 0 && at < MALFORMED) {
            return new DemoPlay(play.dsp(), play.key(), null, new byte[] {0x7B, 0x22, (byte) at, 0x7D}, play.time());
        }
        at -= MALFORMED;
        if (at >= 0 && at < UNKNOWN_TERRITORIES) {
            play.play().setTerritory("XX");
        }
        at -= UNKNOWN_TERRITORIES;
        if (at >= 0 && at < BAD_ISRCS) {
            play.play().setIsrc("UNKNOWN");
        }
        at -= BAD_ISRCS;
        if (at >= 0 && at < CONFLICTS && !recent.isEmpty()) {
            PlayEvent other = PlayEvent.newBuilder(recent.peekFirst().play()).build();
            other.setPlayedMs(other.getPlayedMs() + 1);
            return new DemoPlay(recent.peekFirst().dsp(), recent.peekFirst().key(), other, null, play.time());
        }
        return play;
    }

    /** Makes good plays, their times in order. */
    private final class Generator {
        private final SplittableRandom random;
        private final String prefix;
        private final Zipf zipf = new Zipf(Catalogue.RECORDINGS_A_COUNTRY);

        Generator(SplittableRandom random, String prefix) {
            this.random = random;
            this.prefix = prefix;
        }

        /** @param number of the play, 0 to plays − 1: its place in the month */
        DemoPlay next(long number) {
            Market market = market();
            ZoneId zone = ZoneId.of(market.timeZone());
            Instant start = month.firstDay().atStartOfDay(zone).toInstant();
            Instant end = month.next().firstDay().atStartOfDay(zone).toInstant();
            long millis = Duration.between(start, end).toMillis();
            long step = millis / plays; // rounded down, so that the last play is inside the month
            Instant at = start.plusMillis(step * number + (step > 0 ? random.nextLong(step) : 0));
            return play(number, market, at);
        }

        DemoPlay at(long number, Instant time) {
            return play(number, market(), time);
        }

        private DemoPlay play(long number, Market market, Instant at) {
            long subscriber = random.nextLong(Math.max(1, plays / PLAYS_A_SUBSCRIBER));
            boolean hired = market.screening() != ScreeningPolicy.NONE && random.nextInt(10_000) < HIRED;
            boolean tooShort = !hired && random.nextInt(10_000) < SHORT;
            long track = random.nextLong(120_000, 300_000);
            String country = random.nextInt(100) < 85
                    ? market.isrcCountry()
                    : Catalogue.COUNTRIES.get(random.nextInt(Catalogue.COUNTRIES.size()));
            PlayEvent play = PlayEvent.newBuilder()
                    .setPlayId(prefix + "-" + number)
                    .setDsp(market.dsp())
                    .setSubscriberId(hired
                            ? "hired-" + market.territory() + "-" + subscriber % HIRED_ACCOUNTS
                            : "s" + Long.toHexString(0x5EED_0000L + subscriber))
                    .setIsrc(Catalogue.isrc(country, zipf.next(random)))
                    .setTerritory(market.territory())
                    .setOffering(market.offering())
                    .setStartedAt(Instant.ofEpochMilli(at.toEpochMilli()))
                    .setPlayedMs(played(track, hired, tooShort))
                    .setTrackMs(track)
                    .setEngagement(random.nextInt(3) == 0 ? Engagement.ACTIVE : Engagement.PASSIVE)
                    .build();
            return new DemoPlay(market.dsp(), play.getSubscriberId(), play, null, play.getStartedAt());
        }

        /** Who is hired stops as soon as a play earns. */
        private long played(long track, boolean hired, boolean tooShort) {
            if (hired) {
                return random.nextLong(30_000, 32_000);
            }
            return tooShort ? random.nextLong(1_000, 29_000) : random.nextLong(30_000, track + 1);
        }

        private Market market() {
            int at = random.nextInt(100);
            for (Market market : Market.ALL) {
                at -= market.weight();
                if (at < 0) {
                    return market;
                }
            }
            throw new IllegalStateException("The weights of the markets do not add up to 100");
        }
    }
}
