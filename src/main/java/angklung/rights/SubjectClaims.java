package angklung.rights;

import angklung.avro.RightShare;
import java.util.List;

/**
 * All claims on one subject, of all registrants.
 *
 * @param shares in the order of their schema
 */
record SubjectClaims(List<RightShare> shares, Expected expected) {
    static final SubjectClaims NONE = new SubjectClaims(List.of(), Expected.UNSTATED);

    SubjectClaims {
        shares = List.copyOf(shares);
    }

    boolean isEmpty() {
        return shares.isEmpty();
    }
}
