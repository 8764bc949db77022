package angklung.cli;

import angklung.avro.RightShare;
import java.math.BigDecimal;

/** Claims as people read them. */
final class ClaimText {
    private ClaimText() {}

    /** Who claims how much, and by whom. */
    static String claim(RightShare share) {
        return share.getPartyId() + " " + percent(share.getShareMicropercent())
                + (share.getRegistrant() == null ? "" : " by " + share.getRegistrant());
    }

    /** Without zeros that say nothing. */
    static String percent(long micropercent) {
        BigDecimal percent = BigDecimal.valueOf(micropercent, 6).stripTrailingZeros();
        return (percent.scale() < 0 ? percent.setScale(0) : percent).toPlainString() + " %";
    }
}
