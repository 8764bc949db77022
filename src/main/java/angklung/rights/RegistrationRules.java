package angklung.rights;

import angklung.avro.Claim;
import angklung.avro.Registration;
import angklung.avro.RegistrationFault;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.avro.WorkLink;
import angklung.model.Identifiers;
import angklung.model.Splits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a registration must be to count. Judges one registration alone, so that a sender can ask before sending it;
 * whether it contradicts another of the same sequence is known to the stage only.
 */
public final class RegistrationRules {
    /** A recording's rights must fit in one record of a megabyte, with the claims of its works among them. */
    public static final int MAX_CLAIMS = 500;

    public static final int MAX_WORKS = 100;

    public static final int MAX_EXPECTED = 100;

    /** All parts of a recording, in millionths. */
    private static final long WHOLE_WEIGHT = 1_000_000;

    private static final Set<RightType> OF_AUTHORS = Set.of(RightType.MECHANICAL, RightType.PERFORMANCE);

    private RegistrationRules() {}

    /**
     * Something wrong with a registration.
     *
     * @param detail what was found and what is expected, in words
     */
    public record Fault(RegistrationFault reason, String detail) {}

    /** The key of a registration's record. */
    public static String key(SubjectKind kind, String subject) {
        return kind + "/" + subject;
    }

    /** The key of the registration's record. */
    public static String key(Registration registration) {
        return key(registration.getSubjectKind(), registration.getSubject());
    }

    /**
     * All that is wrong with the record of a registration.
     *
     * @param key of the record, or null
     */
    public static List<Fault> check(String key, Registration registration) {
        List<Fault> faults = new ArrayList<>();
        if (!key(registration).equals(key)) {
            faults.add(new Fault(RegistrationFault.KEY_MISMATCH,
                    "the key is " + quoted(key) + ", expected " + quoted(key(registration))));
        }
        faults.addAll(check(registration));
        return List.copyOf(faults);
    }

    /** All that is wrong with the registration; nothing if it is good. */
    public static List<Fault> check(Registration registration) {
        Faults faults = new Faults();
        checkSubject(registration, faults);
        checkHead(registration, faults);
        checkWorks(registration, faults);
        boolean few = registration.getClaims().size() <= MAX_CLAIMS;
        faults.unless(few, RegistrationFault.MALFORMED_FIELD,
                registration.getClaims().size() + " claims, expected at most " + MAX_CLAIMS);
        if (few) {
            registration.getClaims().forEach(claim -> checkClaim(registration.getSubjectKind(), claim, faults));
        }
        if (faults.found.isEmpty()) {
            ClaimSums.check(registration.getClaims(), faults::add);
        }
        return List.copyOf(faults.found);
    }

    private static final class Faults {
        private final List<Fault> found = new ArrayList<>();

        void add(RegistrationFault reason, String detail) {
            found.add(new Fault(reason, detail));
        }

        void unless(boolean good, RegistrationFault reason, String detail) {
            if (!good) {
                add(reason, detail);
            }
        }
    }

    private static void checkSubject(Registration registration, Faults faults) {
        String subject = registration.getSubject();
        switch (registration.getSubjectKind()) {
            case WORK -> checkIswc("subject", subject, faults);
            case RECORDING -> {
                String isrc = Identifiers.normaliseIsrc(subject);
                faults.unless(subject.equals(isrc), RegistrationFault.BAD_IDENTIFIER,
                        "subject " + quoted(subject) + " is not a normalised ISRC, such as "
                                + (isrc == null ? "USRC17607839" : isrc));
            }
            case PERFORMER -> checkParty("subject", subject, faults);
            default -> faults.add(RegistrationFault.MALFORMED_FIELD,
                    "subject_kind is unknown, expected WORK, RECORDING or PERFORMER");
        }
    }

    private static void checkHead(Registration registration, Faults faults) {
        checkOpaque("registration_id", registration.getRegistrationId(), faults);
        checkRegistrant("registrant", registration.getRegistrant(), faults);
        checkOpaque("source", registration.getSource(), faults);
        faults.unless(registration.getSequence() >= 0, RegistrationFault.MALFORMED_FIELD,
                "sequence is " + registration.getSequence() + ", expected 0 or more");
        List<String> expected = registration.getExpectedRegistrants();
        if (expected.size() > MAX_EXPECTED) {
            faults.add(RegistrationFault.MALFORMED_FIELD,
                    expected.size() + " expected registrants, expected at most " + MAX_EXPECTED);
            return;
        }
        expected.forEach(name -> checkRegistrant("expected_registrants", name, faults));
    }

    private static void checkWorks(Registration registration, Faults faults) {
        List<WorkLink> works = registration.getWorks();
        if (works.isEmpty()) {
            return;
        }
        faults.unless(registration.getSubjectKind() == SubjectKind.RECORDING, RegistrationFault.MALFORMED_FIELD,
                "works of a " + registration.getSubjectKind() + ", expected of a RECORDING only");
        if (works.size() > MAX_WORKS) {
            faults.add(RegistrationFault.MALFORMED_FIELD,
                    works.size() + " works, expected at most " + MAX_WORKS);
            return;
        }
        long sum = 0;
        for (WorkLink work : works) {
            checkIswc("works", work.getIswc(), faults);
            long weight = work.getWeightMillionths();
            boolean possible = weight > 0 && weight <= WHOLE_WEIGHT;
            faults.unless(possible, RegistrationFault.BAD_SHARE, "weight of work " + quoted(work.getIswc()) + " is "
                    + weight + " millionths, expected 1 to " + WHOLE_WEIGHT);
            sum += possible ? weight : 0;
        }
        faults.unless(sum <= WHOLE_WEIGHT, RegistrationFault.BAD_SHARE,
                "weights of the works add up to " + sum + " millionths, expected at most " + WHOLE_WEIGHT);
        faults.unless(works.stream().map(WorkLink::getIswc).distinct().count() == works.size(),
                RegistrationFault.DUPLICATE_CLAIM, "a work is named twice, expected each once");
    }

    private static void checkClaim(SubjectKind kind, Claim claim, Faults faults) {
        faults.unless(mayClaim(kind, claim.getRightType()), RegistrationFault.WRONG_RIGHT,
                claim.getRightType() + " is claimed of a " + kind + ", expected " + rightsOf(kind));
        faults.unless(claim.getTerritory() == null || Identifiers.isTerritory(claim.getTerritory()),
                RegistrationFault.MALFORMED_FIELD,
                "territory " + quoted(claim.getTerritory()) + " is not an ISO 3166-1 alpha-2 code");
        checkParty("party_id", claim.getPartyId(), faults);
        checkOpaque("role", claim.getRole(), faults);
        checkOpaque("artist_id", claim.getArtistId(), faults);
        long share = claim.getShareMicropercent();
        faults.unless(share >= 1 && share <= Splits.WHOLE, RegistrationFault.BAD_SHARE,
                "share of " + claim.getPartyId() + " is " + share + " millionths of a percent, expected 1 to "
                        + Splits.WHOLE);
        faults.unless(claim.getValidTo() == null || claim.getValidTo().isAfter(claim.getValidFrom()),
                RegistrationFault.BAD_DATES, "the claim of " + claim.getPartyId() + " ends on " + claim.getValidTo()
                        + ", expected after its beginning on " + claim.getValidFrom());
        checkIswcOfClaim(kind, claim, faults);
        checkIf(claim.getPartyIpi(), Identifiers::isIpiName, "an IPI name number", faults);
        checkIf(claim.getPartyIsni(), Identifiers::isIsni, "an ISNI", faults);
        Long confidence = claim.getAuthorshipConfidenceMillionths();
        faults.unless(confidence == null || confidence >= 0 && confidence <= 1_000_000,
                RegistrationFault.MALFORMED_FIELD,
                "authorship_confidence_millionths is " + confidence + ", expected 0 to 1,000,000");
    }

    private static boolean mayClaim(SubjectKind kind, RightType right) {
        return switch (kind) {
            case WORK -> OF_AUTHORS.contains(right);
            case RECORDING -> right != RightType.UNKNOWN;
            case PERFORMER -> right == RightType.RECORDING;
            default -> true; // the kind itself is at fault
        };
    }

    private static String rightsOf(SubjectKind kind) {
        return switch (kind) {
            case WORK -> "MECHANICAL or PERFORMANCE";
            case PERFORMER -> "RECORDING";
            default -> "RECORDING, MECHANICAL or PERFORMANCE";
        };
    }

    private static void checkIswcOfClaim(SubjectKind kind, Claim claim, Faults faults) {
        if (claim.getIswc() == null) {
            return;
        }
        faults.unless(kind == SubjectKind.RECORDING, RegistrationFault.MALFORMED_FIELD,
                "a claim on a " + kind + " names a work, expected on a RECORDING only");
        checkIswc("iswc", claim.getIswc(), faults);
    }

    private static void checkIswc(String field, String text, Faults faults) {
        String iswc = Identifiers.normaliseIswc(text);
        faults.unless(text.equals(iswc), RegistrationFault.BAD_IDENTIFIER,
                field + " " + quoted(text) + (iswc == null
                        ? " is not an ISWC, T and ten digits with the right check digit"
                        : " is not a normalised ISWC; write it as " + iswc));
    }

    private static void checkParty(String field, String party, Faults faults) {
        faults.unless(Identifiers.isName(party), RegistrationFault.MALFORMED_FIELD,
                field + " " + quoted(party) + " is no identifier of a party: letters, digits, dot, underscore, hyphen,"
                        + " 1 to 64");
        checkCheckCharacter(field, party, faults);
    }

    private static void checkRegistrant(String field, String registrant, Faults faults) {
        if (registrant != null) {
            checkOpaque(field, registrant, faults);
            checkCheckCharacter(field, registrant, faults);
        }
    }

    /** What has the form of an identifier with a check character must pass the check. */
    private static void checkCheckCharacter(String field, String text, Faults faults) {
        faults.unless(!Identifiers.isDpidForm(text) || Identifiers.isDpid(text), RegistrationFault.BAD_IDENTIFIER,
                field + " " + quoted(text) + " is not a DPID: PADPIDA, ten digits and the right check character");
        faults.unless(!Identifiers.isIpiBaseForm(text) || Identifiers.isIpiBase(text),
                RegistrationFault.BAD_IDENTIFIER,
                field + " " + quoted(text) + " is not an IPI base number with the right check digit");
    }

    private static void checkIf(String text, Predicate<String> form, String what, Faults faults) {
        faults.unless(text == null || form.test(text), RegistrationFault.BAD_IDENTIFIER,
                quoted(text) + " is not " + what + " with the right check");
    }

    private static void checkOpaque(String field, String text, Faults faults) {
        faults.unless(text == null || Identifiers.isOpaque(text), RegistrationFault.MALFORMED_FIELD,
                field + " " + quoted(text) + " is empty, has control characters, or is longer than "
                        + Identifiers.MAX_LENGTH);
    }

    /** Text from outside, cut short: it goes into records and logs. */
    private static String quoted(String text) {
        if (text == null) {
            return "none";
        }
        return "'" + (text.length() > Identifiers.MAX_LENGTH ? text.substring(0, Identifiers.MAX_LENGTH) + "…" : text)
                + "'";
    }
}
