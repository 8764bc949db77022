package angklung.demo;

import angklung.avro.Authorship;
import angklung.avro.AuthorshipSource;
import angklung.avro.Claim;
import angklung.avro.Party;
import angklung.avro.Registration;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.model.Splits;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Recordings of three countries and who shares in them. As in any real catalogue, some recordings are known to
 * nobody, some are not claimed in full, some are claimed twice, and some are sung by nobody: an AI performer is credited,
 * whose part goes to those who control it.
 */
final class Catalogue {
    static final List<String> COUNTRIES = List.of("ID", "KR", "US");
    static final int RECORDINGS_A_COUNTRY = 700;

    private static final int WRITERS_A_COUNTRY = 90;
    private static final int LABELS_A_COUNTRY = 3;
    private static final LocalDate ALWAYS = LocalDate.parse("2020-01-01");
    private static final Map<String, String> CURRENCIES = Map.of("ID", "IDR", "KR", "KRW", "US", "USD");
    private static final Map<String, Integer> SCALES = Map.of("IDR", 0, "KRW", 0, "USD", 2);
    private static final Map<String, Long> THRESHOLDS =
            Map.of("IDR", 50_000_000_000L, "KRW", 5_000_000_000L, "USD", 2_000_000L);

    private static final long PERCENT = Splits.WHOLE / 100;

    /** In per mille of all recordings. */
    private static final int UNMATCHED = 30;

    private static final int UNDER_CLAIMED = 40;
    private static final int DISPUTED = 20;

    /** One recording in so many is sung by the country's AI performer to generated music and human lyrics. */
    private static final int GENERATED_EVERY = 20;

    private static final int FIRST_GENERATED = 7;

    private final List<Party> parties = new ArrayList<>();
    private final List<Party> writers = new ArrayList<>();
    private final List<Registration> registrations = new ArrayList<>();

    Catalogue(SplittableRandom random) {
        for (String country : COUNTRIES) {
            addParties(country, random);
        }
        for (String country : COUNTRIES) {
            addPerformer(country);
            for (int i = 0; i < RECORDINGS_A_COUNTRY; i++) {
                addRights(country, i, random);
            }
        }
    }

    List<Party> parties() {
        return List.copyOf(parties);
    }

    /** The parties that are persons. */
    List<Party> writers() {
        return List.copyOf(writers);
    }

    List<Registration> registrations() {
        return List.copyOf(registrations);
    }

    /** @param rank of the recording in its country, from 0 */
    static String isrc(String country, int rank) {
        return String.format(Locale.ROOT, "%sANG26%05d", country.equals("US") ? "QZ" : country, rank + 1).substring(0, 12);
    }

    private void addParties(String country, SplittableRandom random) {
        String currency = CURRENCIES.get(country);
        for (int i = 0; i < LABELS_A_COUNTRY; i++) {
            addParty(labelId(country, i), Names.label(COUNTRIES.indexOf(country) * LABELS_A_COUNTRY + i), currency,
                    country.equals("ID") ? "ID-PPH23" : null);
        }
        for (int i = 0; i < WRITERS_A_COUNTRY; i++) {
            addParty(writerId(country, i), Names.person(country, random), currency,
                    country.equals("ID") ? "ID-PPH23-NPPN" : null);
            writers.add(parties.get(parties.size() - 1));
        }
    }

    private void addParty(String id, String name, String currency, String taxProfile) {
        parties.add(Party.newBuilder()
                .setPartyId(id)
                .setName(name)
                .setPayoutCurrency(currency)
                .setPayoutScale(SCALES.get(currency))
                .setPayoutThresholdMicros(THRESHOLDS.get(currency))
                .setTaxProfile(taxProfile)
                .build());
    }

    /** Those who made and run it: a label and the person who lends it a voice. */
    private void addPerformer(String country) {
        Claims controllers = new Claims();
        controllers.add(null, claim(RightType.RECORDING, labelId(country, 0), "Producer", 60 * PERCENT));
        controllers.add(null, claim(RightType.RECORDING, writerId(country, 0), "Voice", 40 * PERCENT));
        registrations.addAll(controllers.registrations(SubjectKind.PERFORMER, performerId(country)));
    }

    /** Whether the recording of that rank is sung by the country's AI performer. */
    static boolean isGenerated(int rank) {
        return rank % GENERATED_EVERY == FIRST_GENERATED;
    }

    private void addRights(String country, int rank, SplittableRandom random) {
        int fate = random.nextInt(1000);
        String isrc = isrc(country, rank);
        Claims claims = new Claims();
        String label = labelId(country, random.nextInt(LABELS_A_COUNTRY));
        String artist = writerId(country, random.nextInt(WRITERS_A_COUNTRY));
        claims.add(null, claim(RightType.RECORDING, label, "Producer", 80 * PERCENT));
        Claim performance = claim(
                RightType.RECORDING, isGenerated(rank) ? performerId(country) : artist, "MainArtist", 20 * PERCENT);
        performance.setArtistId(performance.getPartyId());
        if (isGenerated(rank)) {
            performance.setAuthorship(Authorship.AI_GENERATED);
            performance.setAuthorshipSource(AuthorshipSource.DECLARED);
        }
        claims.add(null, performance);
        List<String> writers = writers(country, random);
        boolean underClaimed = fate >= UNMATCHED && fate < UNMATCHED + UNDER_CLAIMED;
        boolean disputed = fate >= UNMATCHED + UNDER_CLAIMED && fate < UNMATCHED + UNDER_CLAIMED + DISPUTED;
        for (RightType right : List.of(RightType.MECHANICAL, RightType.PERFORMANCE)) {
            // Two writers claim the whole each, at two societies: one claim too many.
            String registrant = disputed ? "society-a" : null;
            if (isGenerated(rank) && !disputed) {
                addGenerated(claims, right, writers.get(0), label);
                continue;
            }
            addWriters(claims, right, underClaimed ? writers.subList(1, writers.size()) : writers, writers.size(),
                    registrant);
            if (disputed) {
                claims.add("society-b", claim(
                        right, writerId(country, random.nextInt(WRITERS_A_COUNTRY)), "Composer", 100 * PERCENT));
            }
        }
        if (fate >= UNMATCHED) {
            registrations.addAll(claims.registrations(SubjectKind.RECORDING, isrc));
        }
    }

    private static List<String> writers(String country, SplittableRandom random) {
        List<String> writers = new ArrayList<>();
        int count = random.nextInt(1, 5);
        while (writers.size() < count) {
            String writer = writerId(country, random.nextInt(WRITERS_A_COUNTRY));
            if (!writers.contains(writer)) {
                writers.add(writer);
            }
        }
        return writers;
    }

    /** Equal shares of the whole in ten thousandths, as societies register them; 3 × 33.33 % counts as complete. */
    private static void addWriters(
            Claims claims, RightType right, List<String> claiming, int writers, String registrant) {
        long share = 10_000 / writers * (PERCENT / 100); // rounded down to a hundredth of a percent
        for (String writer : claiming) {
            claims.add(registrant, claim(right, writer, "Composer", share));
        }
    }

    /** A lyricist, and the label that had the music generated. */
    private static void addGenerated(Claims claims, RightType right, String lyricist, String label) {
        claims.add(null, claim(right, lyricist, "Lyricist", 50 * PERCENT));
        Claim music = claim(right, label, "Composer", 50 * PERCENT);
        music.setAuthorship(Authorship.AI_GENERATED);
        music.setAuthorshipSource(AuthorshipSource.DECLARED);
        claims.add(null, music);
    }

    private static Claim claim(RightType right, String party, String role, long micropercent) {
        return Claim.newBuilder()
                .setRightType(right)
                .setPartyId(party)
                .setRole(role)
                .setShareMicropercent(micropercent)
                .setValidFrom(ALWAYS)
                .setAuthorship(Authorship.HUMAN)
                .build();
    }

    /** What is claimed of one recording or performer, by registrant. */
    private static final class Claims {
        private final SortedMap<String, List<Claim>> byRegistrant =
                new TreeMap<>(Comparator.nullsFirst(Comparator.naturalOrder()));

        void add(String registrant, Claim claim) {
            byRegistrant.computeIfAbsent(registrant, r -> new ArrayList<>()).add(claim);
        }

        List<Registration> registrations(SubjectKind kind, String subject) {
            return byRegistrant.entrySet().stream()
                    .map(e -> Registration.newBuilder()
                            .setRegistrationId("demo/" + subject)
                            .setSubjectKind(kind)
                            .setSubject(subject)
                            .setRegistrant(e.getKey())
                            .setSequence(1)
                            .setClaims(e.getValue())
                            .build())
                    .toList();
        }
    }

    private static String labelId(String country, int number) {
        return "L" + country + "-" + (number + 1);
    }

    private static String performerId(String country) {
        return "AI" + country + "-1";
    }

    private static String writerId(String country, int number) {
        return "W" + country + "-" + (number + 1);
    }
}
