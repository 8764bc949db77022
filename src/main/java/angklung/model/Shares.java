package angklung.model;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who shares in a day's plays, in proportion to each other.
 *
 * @param byRecipient positive; they sum to {@code whole}
 * @param excluded what excluded claims would have had
 * @param exhausted whether all claims are excluded though they are complete: nobody has a part then, and
 *     {@code byRecipient} says where money goes if there is some all the same
 */
record Shares(
        SortedMap<Recipient, BigInteger> byRecipient, BigInteger whole, List<Excluded> excluded, boolean exhausted) {

    /**
     * What one policy takes from one claim.
     *
     * @param share positive part of {@code whole}, as if nothing were excluded
     */
    record Excluded(String policy, BigInteger share, BigInteger whole) {}

    static Shares allTo(HoldReason reason) {
        return new Shares(new TreeMap<>(Map.of(Recipient.of(reason), BigInteger.ONE)), BigInteger.ONE, List.of(), false);
    }

    /** The least common multiple of their wholes, so that each can be brought to it. */
    static BigInteger commonWhole(Collection<Shares> all) {
        BigInteger common = BigInteger.ONE;
        for (Shares one : all) {
            if (!one.whole.equals(common)) { // mostly they are all alike
                common = common.divide(common.gcd(one.whole)).multiply(one.whole);
            }
        }
        return common;
    }
}
