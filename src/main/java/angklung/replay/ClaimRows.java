package angklung.replay;

import angklung.avro.Claim;
import angklung.avro.Registration;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.avro.WorkLink;
import angklung.model.Identifiers;
import angklung.model.Splits;
import angklung.rights.RegistrationRules;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes registrations of rows, one row a claim: all rows of one registrant on one subject are one registration. The
 * claims of one registrant on one right add up to at most 100 % on every date, give or take the tolerance of CWR;
 * those of several registrants may add up to more, which is a dispute and no error.
 */
final class ClaimRows {
    private final SubjectKind kind;
    private final long sequence;
    private final InputErrors errors;
    private final SortedMap<Key, List<Line<Claim>>> claims = new TreeMap<>();

    /** @param registrant null: not stated */
    private record Key(String subject, String registrant) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::subject)
                .thenComparing(Key::registrant, Comparator.nullsFirst(Comparator.naturalOrder()));

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        String text(RightType right) {
            return subject + " " + right + (registrant == null ? "" : " by registrant " + registrant);
        }
    }

    /** @param sequence of the registrations: a higher one replaces a lower one of the same registrant */
    ClaimRows(SubjectKind kind, long sequence, InputErrors errors) {
        this.kind = kind;
        this.sequence = sequence;
        this.errors = errors;
    }

    /** Takes a row, unless it claims again what an earlier one does; that is an error. */
    void add(String subject, String registrant, Line<Claim> claim) {
        Key key = new Key(subject, registrant);
        List<Line<Claim>> others = claims.computeIfAbsent(key, k -> new ArrayList<>());
        for (Line<Claim> other : others) {
            if (again(claim.value(), other.value())) {
                errors.add(claim.file(), claim.line(), "claims " + key.text(claim.value().getRightType()) + " for party "
                        + claim.value().getPartyId() + " as " + claim.value().getRole() + " again; "
                        + place(other, claim.file()) + " covers some of the same dates; end one of them with valid_to,"
                        + " or add their shares up");
                return;
            }
        }
        others.add(claim);
    }

    /** Once all rows are in: reports the sums that exceed the whole. */
    void checkSums() {
        claims.forEach((key, lines) -> {
            Map<RightType, List<Line<Claim>>> byRight = new LinkedHashMap<>();
            lines.forEach(line ->
                    byRight.computeIfAbsent(line.value().getRightType(), r -> new ArrayList<>()).add(line));
            byRight.values().forEach(ofRight -> checkSums(key, ofRight));
        });
    }

    /**
     * By subject and registrant; their claims in the order of the schema, whatever the order of the rows. What the
     * stage that takes them would refuse is an error.
     */
    List<Registration> registrations() {
        return registrations(new TreeMap<>());
    }

    /**
     * As {@link #registrations()}, with the works of recordings in the registrations of nobody in particular.
     *
     * @param works by recording; those of recordings without a claim get registrations of their own
     */
    List<Registration> registrations(SortedMap<String, List<WorkLink>> works) {
        SortedMap<Key, List<Line<Claim>>> all = new TreeMap<>(claims);
        works.keySet().forEach(subject -> all.putIfAbsent(new Key(subject, null), List.of()));
        boolean errorFree = errors.none(); // else one fault would be reported twice
        List<Registration> registrations = new ArrayList<>();
        all.forEach((key, lines) -> {
            Registration registration = registration(
                    key, lines, key.registrant() == null ? works.getOrDefault(key.subject(), List.of()) : List.of());
            registrations.add(registration);
            if (errorFree && !lines.isEmpty()) {
                RegistrationRules.check(registration).forEach(fault -> errors.add(
                        lines.get(0).file(), lines.get(0).line(), "the rows of " + key.subject()
                                + (key.registrant() == null ? "" : " by registrant " + key.registrant())
                                + " would be refused: " + fault.detail()));
            }
        });
        return List.copyOf(registrations);
    }

    /** The recordings, works or performers, sorted. */
    SortedSet<String> subjects() {
        return claims.keySet().stream().map(Key::subject).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that a row without a registrant claims, sorted. */
    SortedSet<String> subjectsOfNobody() {
        return claims.keySet().stream()
                .filter(key -> key.registrant() == null)
                .map(Key::subject)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Registration registration(Key key, List<Line<Claim>> lines, List<WorkLink> works) {
        return Registration.newBuilder()
                .setRegistrationId(kind + "/" + key.subject() + "/" + sequence)
                .setSubjectKind(kind)
                .setSubject(key.subject())
                .setRegistrant(key.registrant())
                .setSequence(sequence)
                .setSource(lines.isEmpty() ? null : source(lines.get(0)))
                .setClaims(lines.stream().map(Line::value).sorted().toList())
                .setWorks(works)
                .build();
    }

    /** Where the first row is, cut to what a registration takes. */
    private static String source(Line<?> line) {
        String place = line.file() + ":" + line.line();
        return place.substring(Math.max(0, place.length() - Identifiers.MAX_LENGTH));
    }

    private static boolean again(Claim a, Claim b) {
        return a.getRightType() == b.getRightType()
                && a.getPartyId().equals(b.getPartyId())
                && a.getRole().equals(b.getRole())
                && Objects.equals(a.getTerritory(), b.getTerritory())
                && validity(a).overlaps(validity(b));
    }

    private static Validity validity(Claim claim) {
        return new Validity(claim.getValidFrom(), claim.getValidTo());
    }

    private static String place(Line<?> line, String file) {
        return line.file().equals(file) ? "line " + line.line() : line.file() + ":" + line.line();
    }

    /** A claim without a territory counts in all of them. A sum can only exceed the whole where some claim begins. */
    private void checkSums(Key key, List<Line<Claim>> ofRight) {
        List<String> territories = Stream.concat(
                        Stream.of((String) null),
                        new TreeSet<>(ofRight.stream()
                                        .map(line -> line.value().getTerritory())
                                        .filter(Objects::nonNull)
                                        .toList())
                                .stream())
                .toList();
        for (String territory : territories) {
            List<Line<Claim>> here = ofRight.stream()
                    .filter(line -> line.value().getTerritory() == null
                            || line.value().getTerritory().equals(territory))
                    .toList();
            for (LocalDate date : here.stream().map(l -> l.value().getValidFrom()).distinct().sorted().toList()) {
                if (exceeds(key, territory, date, here)) {
                    return;
                }
            }
        }
    }

    private boolean exceeds(Key key, String territory, LocalDate date, List<Line<Claim>> claimed) {
        List<Line<Claim>> inForce =
                claimed.stream().filter(line -> validity(line.value()).covers(date)).toList();
        long sum = inForce.stream().mapToLong(line -> line.value().getShareMicropercent()).sum();
        if (sum <= Splits.WHOLE + Splits.TOLERANCE) {
            return false;
        }
        Line<Claim> last = inForce.get(inForce.size() - 1);
        errors.add(last.file(), last.line(), "shares of " + key.text(last.value().getRightType())
                + (territory == null ? "" : " in " + territory) + " add up to " + percent(sum) + " % on " + date
                + "; at most 100 (" + percent(Splits.WHOLE + Splits.TOLERANCE) + " with the tolerance). Lower them, end"
                + " one with valid_to, or name the registrants if they contradict each other");
        return true;
    }

    private static String percent(long micropercent) {
        return BigDecimal.valueOf(micropercent, 6).stripTrailingZeros().toPlainString();
    }
}
