package angklung.replay;

import angklung.avro.Authorship;
import angklung.avro.AuthorshipSource;
import angklung.avro.Claim;
import angklung.avro.RightType;
import angklung.model.Splits;
import java.math.BigDecimal;
import java.util.List;

/** Reads the cells that claims on all kinds of subjects have. */
final class ClaimCells {
    private static final BigDecimal MICROS_A_PERCENT = BigDecimal.valueOf(Splits.WHOLE / 100);

    private final Cells cells;
    private final RightType right;
    private final String party;
    private final String role;
    private final BigDecimal share;
    private final Validity validity;
    private Authorship authorship = Authorship.UNDECLARED;

    /** @param rights that can be claimed */
    ClaimCells(Cells cells, List<RightType> rights) {
        this(cells, cells.oneOf("right_type", rights), cells.name("party_id"), cells.text("role"));
    }

    ClaimCells(Cells cells, RightType right, String party, String role) {
        this.cells = cells;
        this.right = right;
        this.party = party;
        this.role = role;
        this.share = cells.decimal("share", Decimals.PERCENT);
        this.validity = cells.validity();
        if (share != null && share.signum() == 0) {
            cells.fault("share is 0; leave the row out");
        }
    }

    /** Reads the authorship; null, reported, if it is none. */
    Authorship authorship() {
        authorship = cells.oneOfOr("authorship", Authorship.UNDECLARED, Cells.known(Authorship.values()));
        return authorship;
    }

    RightType right() {
        return right;
    }

    String party() {
        return party;
    }

    /** If every cell will do. */
    Claim.Builder claim() {
        return Claim.newBuilder()
                .setRightType(right)
                .setPartyId(party)
                .setRole(role)
                .setShareMicropercent(share.multiply(MICROS_A_PERCENT).longValueExact()) // at most six decimals: exact
                .setValidFrom(validity.from())
                .setValidTo(validity.to())
                .setAuthorship(authorship)
                .setAuthorshipSource(authorship == Authorship.UNDECLARED ? null : AuthorshipSource.DECLARED);
    }
}
