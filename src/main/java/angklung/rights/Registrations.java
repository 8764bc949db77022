package angklung.rights;

import angklung.avro.Claim;
import angklung.avro.Registration;
import angklung.avro.RightShare;
import angklung.avro.SubjectKind;
import angklung.avro.WorkLink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The registrations of one subject that count: of each registrant the one of the highest sequence. What follows from
 * them is a function of this set; the order in which they came means nothing.
 *
 * @param current in the order of their registrants, the one without first; one without claims withdraws, and stays
 *     here because an older one may still come
 */
record Registrations(List<Registration> current) {
    static final Registrations NONE = new Registrations(List.of());

    private static final Comparator<Registration> BY_REGISTRANT = Comparator.comparing(
            Registration::getRegistrant, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** The registration that says which works a recording embodies is the greatest. */
    private static final Comparator<Registration> BY_SEQUENCE =
            Comparator.comparingLong(Registration::getSequence).thenComparing(BY_REGISTRANT);

    Registrations {
        current = List.copyOf(current);
    }

    /** What a registration is beside those that are known. */
    enum Verdict {
        /** It counts from now on. */
        NEW,
        /** It is known. */
        REPEATED,
        /** A later one of its registrant counts. */
        OVERTAKEN,
        /** Its registrant gave its sequence to another content. */
        CONFLICT
    }

    Verdict judge(Registration incoming) {
        Registration known = of(incoming.getRegistrant());
        if (known == null || incoming.getSequence() > known.getSequence()) {
            return Verdict.NEW;
        }
        if (incoming.getSequence() < known.getSequence()) {
            return Verdict.OVERTAKEN;
        }
        return sameContent(incoming, known) ? Verdict.REPEATED : Verdict.CONFLICT;
    }

    Registrations with(Registration incoming) {
        List<Registration> after = new ArrayList<>(current);
        after.removeIf(known -> sameRegistrant(known, incoming.getRegistrant()));
        after.add(incoming);
        after.sort(BY_REGISTRANT);
        return new Registrations(after);
    }

    Registration of(String registrant) {
        return current.stream()
                .filter(known -> sameRegistrant(known, registrant))
                .findFirst()
                .orElse(null);
    }

    /** All claims of all registrants. */
    SubjectClaims claims() {
        List<RightShare> shares = new ArrayList<>();
        for (Registration registration : current) {
            registration.getClaims().forEach(claim -> shares.add(share(registration, claim)));
        }
        shares.sort(null);
        return new SubjectClaims(shares, expected());
    }

    /** The works that a recording embodies. */
    List<WorkLink> works() {
        return current.stream()
                .filter(registration -> !registration.getWorks().isEmpty())
                .max(BY_SEQUENCE)
                .map(registration -> registration.getWorks().stream().sorted().toList())
                .orElse(List.of());
    }

    Own own() {
        return new Own(claims(), works());
    }

    private Expected expected() {
        Set<String> expected = new HashSet<>();
        Set<String> registered = new HashSet<>();
        for (Registration registration : current) {
            expected.addAll(registration.getExpectedRegistrants());
            if (!registration.getClaims().isEmpty()) {
                registered.add(registration.getRegistrant());
            }
        }
        if (expected.isEmpty()) {
            return Expected.UNSTATED;
        }
        return registered.containsAll(expected) ? Expected.PRESENT : Expected.MISSING;
    }

    private static RightShare share(Registration registration, Claim claim) {
        boolean work = registration.getSubjectKind() == SubjectKind.WORK;
        return RightShare.newBuilder()
                .setRightType(claim.getRightType())
                .setTerritory(claim.getTerritory())
                .setPartyId(claim.getPartyId())
                .setRole(claim.getRole())
                .setShareMicropercent(claim.getShareMicropercent())
                .setValidFrom(claim.getValidFrom())
                .setValidTo(claim.getValidTo())
                .setRegistrant(registration.getRegistrant())
                .setAuthorship(claim.getAuthorship())
                .setAuthorshipSource(claim.getAuthorshipSource())
                .setAuthorshipDate(claim.getAuthorshipDate())
                .setArtistId(claim.getArtistId())
                .setIswc(work ? registration.getSubject() : claim.getIswc())
                .build();
    }

    private static boolean sameRegistrant(Registration registration, String registrant) {
        return Objects.equals(registration.getRegistrant(), registrant);
    }

    /** Whether both say the same, whatever the order and the name of the messages that say it. */
    static boolean sameContent(Registration a, Registration b) {
        return content(a).equals(content(b));
    }

    /** What a registration says, whatever the order and the name of the message that says it. */
    private record Content(List<Claim> claims, List<WorkLink> works, Set<String> expected) {}

    private static Content content(Registration registration) {
        return new Content(
                registration.getClaims().stream().sorted().toList(),
                registration.getWorks().stream().sorted().toList(),
                new TreeSet<>(registration.getExpectedRegistrants()));
    }
}
