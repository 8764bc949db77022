package angklung.catalog;

import angklung.avro.ClaimSummary;
import angklung.avro.RightShare;
import java.util.List;
import java.util.SortedSet;

/**
 * Money of one recording that its claims, or the want of them, hold back.
 *
 * @param reason as in the names of hold accounts: unmatched, unclaimed, dispute, authorship
 * @param amountMicros what all pools of the currency hold of it now, in millionths of the currency unit; positive
 * @param plays royalty-bearing plays that it rests on
 * @param periods of the pools, in order
 * @param statuses how the claims on the right add up, as far as they are known
 * @param shares the claims on the right
 */
public record HeldRecording(
        String reason,
        String isrc,
        String rightType,
        String currency,
        long amountMicros,
        long plays,
        SortedSet<String> periods,
        List<ClaimSummary> statuses,
        List<RightShare> shares) {

    public HeldRecording {
        statuses = List.copyOf(statuses);
        shares = List.copyOf(shares);
    }
}
