package angklung.rights;

import angklung.avro.Authorship;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.avro.WorkLink;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is registered of a recording itself.
 *
 * @param works that it embodies, in the order of their identifiers
 */
record Own(SubjectClaims claims, List<WorkLink> works) {
    static final Own NONE = new Own(SubjectClaims.NONE, List.of());

    Own {
        works = List.copyOf(works);
    }

    boolean isEmpty() {
        return claims.isEmpty() && works.isEmpty();
    }

    /** Keys of the works and performers whose registrations the recording's rights depend on. */
    SortedSet<String> links() {
        SortedSet<String> links = new TreeSet<>();
        works.forEach(work -> links.add(RegistrationRules.key(SubjectKind.WORK, work.getIswc())));
        claims.shares().stream().filter(Own::mayBePerformer).forEach(share -> links.add(performer(share)));
        return links;
    }

    /** Whether those who control the party have the share, if it is registered as a performer. */
    static boolean mayBePerformer(RightShare share) {
        return share.getRightType() == RightType.RECORDING && share.getAuthorship() == Authorship.AI_GENERATED;
    }

    /** Key of the party's registrations as a performer. */
    static String performer(RightShare share) {
        return RegistrationRules.key(SubjectKind.PERFORMER, share.getPartyId());
    }
}
