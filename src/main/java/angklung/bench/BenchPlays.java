package angklung.bench;

import angklung.avro.Agreement;
import angklung.avro.Authorship;
import angklung.avro.Claim;
import angklung.avro.Engagement;
import angklung.avro.Party;
import angklung.avro.PlayEvent;
import angklung.avro.Registration;
import angklung.avro.RevenueReport;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.model.OfferingKey;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The plays of the benchmark: one service, one month, a catalogue whose popularity falls as one over the rank, half
 * of the plays with a track length and a device, one in two hundred sent twice. The n-th play depends on n and the
 * seed alone.
 */
final class BenchPlays {
    static final OfferingKey OFFERING = new OfferingKey("bench", "ID", "premium");
    static final String PERIOD = "2026-10";
    static final String PARTY = "P1";

    private static final long MONTH_START = Instant.parse("2026-10-01T00:00:00Z").toEpochMilli();
    private static final long MONTH_MS = 31L * 24 * 3_600_000;
    private static final int SUBSCRIBERS = 100_000;
    private static final int DUPLICATE_EVERY = 200;

    private final long seed;
    private final long plays;
    private final int recordings;

    BenchPlays(long seed, long plays, int recordings) {
        this.seed = seed;
        this.plays = plays;
        this.recordings = recordings;
    }

    /** The plays arrive in the order of their start, as they do from a service. */
    PlayEvent play(long n) {
        long id = n % DUPLICATE_EVERY == DUPLICATE_EVERY - 1 ? n - 1 : n;
        SplittableRandom random = new SplittableRandom(seed ^ (id * 0x9E3779B97F4A7C15L));
        boolean rich = random.nextBoolean();
        int subscriber = random.nextInt(SUBSCRIBERS);
        return PlayEvent.newBuilder()
                .setPlayId(String.format("%016x-%012x", random.nextLong(), id))
                .setDsp(OFFERING.dsp())
                .setSubscriberId("subscriber-" + subscriber)
                .setIsrc(isrc(rank(random)))
                .setTerritory(OFFERING.territory())
                .setOffering(OFFERING.offering())
                .setStartedAt(Instant.ofEpochMilli(MONTH_START + id * MONTH_MS / (plays + 1)))
                .setPlayedMs(random.nextInt(10) == 0 ? random.nextInt(30_000) : 30_000 + random.nextInt(240_000))
                .setTrackMs(rich ? 270_000L : null)
                .setEngagement(random.nextBoolean() ? Engagement.ACTIVE : Engagement.PASSIVE)
                .setDeviceId(rich ? "device-" + subscriber : null)
                .build();
    }

    /** Inverse of a density that falls as 1/rank: rank = recordings^u. */
    private int rank(SplittableRandom random) {
        double exponent = random.nextDouble();
        return (int) Math.min(recordings - 1, Math.pow(recordings, exponent) - 1);
    }

    /** @param rank below 100,000 */
    private static String isrc(int rank) {
        return String.format("IDBEN26%05d", rank);
    }

    List<Registration> registrations() {
        return IntStream.range(0, recordings)
                .mapToObj(rank -> Registration.newBuilder()
                        .setRegistrationId("bench/" + rank)
                        .setSubjectKind(SubjectKind.RECORDING)
                        .setSubject(isrc(rank))
                        .setSequence(1)
                        .setClaims(List.of(claim()))
                        .build())
                .toList();
    }

    Agreement agreement(Way way) {
        return Agreement.newBuilder()
                .setDsp(OFFERING.dsp()).setTerritory(OFFERING.territory()).setOffering(OFFERING.offering())
                .setRightType(RightType.RECORDING).setModel(way.model())
                .setRevenueShareMillionths(520_000L)
                .setScreening(way.screening())
                .setTimeZone("Asia/Jakarta")
                .setValidFrom(LocalDate.of(2020, 1, 1))
                .build();
    }

    RevenueReport revenue() {
        return RevenueReport.newBuilder()
                .setDsp(OFFERING.dsp()).setTerritory(OFFERING.territory()).setOffering(OFFERING.offering())
                .setPeriod(PERIOD).setCurrency("IDR").setNetRevenueMicros(9_000_000_000_000_000L).setRevision(1)
                .build();
    }

    Party party() {
        return Party.newBuilder().setPartyId(PARTY).setName("Bench").setPayoutCurrency("IDR").build();
    }

    private static Claim claim() {
        return Claim.newBuilder()
                .setRightType(RightType.RECORDING).setPartyId(PARTY).setRole("Producer").setShareMicropercent(100_000_000)
                .setValidFrom(LocalDate.of(2020, 1, 1)).setAuthorship(Authorship.UNDECLARED)
                .build();
    }
}
