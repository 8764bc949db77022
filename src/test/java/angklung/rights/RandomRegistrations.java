package angklung.rights;

import angklung.avro.Authorship;
import angklung.avro.Claim;
import angklung.avro.Registration;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.avro.WorkLink;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Registrations of a small world, so that they meet: few works, performers and dates, several registrants, each with
 * several sequences. All of them are good.
 */
final class RandomRegistrations {
    private static final List<String> REGISTRANTS = List.of("KOMCA", "WAMI", "PADPIDA2013020802I");
    private static final List<String> PERFORMERS = List.of("idol-1", "idol-2", "idol-3");
    private static final List<String> PARTIES = List.of("ana", "budi", "citra", "dewi");
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 8;

    private final SplittableRandom random;
    private final int recordings;
    private final int works;

    RandomRegistrations(SplittableRandom random, int recordings, int works) {
        this.random = random;
        this.recordings = recordings;
        this.works = works;
    }

    /** Every day on which something may begin or end, one before and one long after. */
    static List<LocalDate> days() {
        List<LocalDate> days = new ArrayList<>(FIRST.minusDays(1).datesUntil(FIRST.plusDays(DAYS + 1)).toList());
        days.add(FIRST.plusYears(50));
        return days;
    }

    /** For each registrant and subject some sequences, each once. */
    List<Registration> all() {
        List<Registration> all = new ArrayList<>();
        for (int i = 0; i < recordings; i++) {
            addSubject(all, SubjectKind.RECORDING, RightsDriver.isrc(i));
        }
        for (int i = 0; i < works; i++) {
            addSubject(all, SubjectKind.WORK, RightsDriver.iswc(i));
        }
        PERFORMERS.forEach(performer -> addSubject(all, SubjectKind.PERFORMER, performer));
        return all;
    }

    /** The same in another order, some of them several times. */
    List<Registration> shuffledWithRepeats(List<Registration> registrations) {
        List<Registration> sent = new ArrayList<>(registrations);
        for (Registration registration : registrations) {
            if (random.nextInt(4) == 0) {
                sent.add(registration);
            }
        }
        for (int i = sent.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Registration moved = sent.get(i);
            sent.set(i, sent.get(other));
            sent.set(other, moved);
        }
        return sent;
    }

    private void addSubject(List<Registration> all, SubjectKind kind, String subject) {
        List<String> registrants = new ArrayList<>(REGISTRANTS);
        registrants.add(null);
        for (String registrant : registrants) {
            int sequences = Math.max(0, random.nextInt(5) - 1);
            for (int sequence = 1; sequence <= sequences; sequence++) {
                Registration registration = registration(kind, subject, registrant, sequence);
                if (RegistrationRules.check(registration).isEmpty()) {
                    all.add(registration);
                }
            }
        }
    }

    private Registration registration(SubjectKind kind, String subject, String registrant, int sequence) {
        List<Claim> claims = IntStream.range(0, random.nextInt(4)).mapToObj(i -> claim(kind)).toList();
        List<String> expected = random.nextInt(4) == 0 ? List.of(pick(REGISTRANTS)) : List.of();
        return RightsDriver.registration(kind, subject, registrant, sequence, claims.toArray(Claim[]::new))
                .setWorks(kind == SubjectKind.RECORDING && random.nextInt(3) > 0 ? works() : List.of())
                .setExpectedRegistrants(expected)
                .build();
    }

    private List<WorkLink> works() {
        TreeSet<Integer> chosen = new TreeSet<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            chosen.add(random.nextInt(works));
        }
        return chosen.stream()
                .map(work -> new WorkLink(RightsDriver.iswc(work), 1 + random.nextLong(250_000)))
                .toList();
    }

    private Claim claim(SubjectKind kind) {
        RightType right = switch (kind) {
            case WORK -> pick(List.of(RightType.MECHANICAL, RightType.PERFORMANCE));
            case PERFORMER -> RightType.RECORDING;
            default -> pick(List.of(RightType.RECORDING, RightType.RECORDING, RightType.MECHANICAL));
        };
        boolean generated = kind == SubjectKind.RECORDING && random.nextBoolean();
        int from = random.nextInt(DAYS);
        int to = from + 1 + random.nextInt(DAYS);
        return RightsDriver.claimed(right, generated ? pick(PERFORMERS) : pick(PARTIES), 1)
                .setShareMicropercent(share())
                .setTerritory(random.nextInt(3) == 0 ? pick(List.of("ID", "KR")) : null)
                .setAuthorship(generated ? Authorship.AI_GENERATED : Authorship.UNDECLARED)
                .setValidFrom(FIRST.plusDays(from))
                .setValidTo(to > DAYS ? null : FIRST.plusDays(to))
                .setIswc(kind == SubjectKind.RECORDING && right != RightType.RECORDING && random.nextInt(3) == 0
                        ? RightsDriver.iswc(random.nextInt(works))
                        : null)
                .build();
    }

    /** Round ones, so that sums meet the limits, and odd ones, so that something is left when they are divided. */
    private long share() {
        return switch (random.nextInt(4)) {
            case 0 -> 100_000_000;
            case 1 -> 50_000_000;
            case 2 -> 33_333_333;
            default -> 1 + random.nextLong(60_000_000);
        };
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
