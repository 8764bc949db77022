package angklung.model;

import angklung.model.RecordingClaims.Work;
import angklung.model.Shares.Excluded;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shares in a recording on one day: of a medley each work has its part, divided by the claims on it alone, and what
 * the works leave of the recording is unmatched. A work of which nothing is left to anybody gives its part to the rest.
 */
final class WorkShares {
    private static final long WHOLE_MILLIONTHS = 1_000_000;

    private WorkShares() {}

    static Shares of(RecordingClaims claims, int date, Splits.Terms terms) {
        if (claims.works().isEmpty()) {
            return ClaimShares.of(claims.claims(), date, terms);
        }
        Map<Work, Shares> byWork = new LinkedHashMap<>();
        claims.works().forEach(work -> byWork.put(work, ClaimShares.of(claims.on(work), date, terms)));
        return combined(byWork);
    }

    private static Shares combined(Map<Work, Shares> byWork) {
        long sum = byWork.keySet().stream().mapToLong(Work::weightMillionths).reduce(0, Math::addExact);
        long whole = Math.max(sum, WHOLE_MILLIONTHS);
        boolean exhausted = sum == whole && byWork.values().stream().allMatch(Shares::exhausted);
        Map<Work, Shares> sharing = new LinkedHashMap<>(byWork);
        if (!exhausted) {
            sharing.values().removeIf(Shares::exhausted);
        }
        BigInteger common = Shares.commonWhole(sharing.values());
        SortedMap<Recipient, BigInteger> shares = new TreeMap<>();
        long sharedOut = whole - sum;
        if (sharedOut > 0) {
            shares.put(Recipient.of(HoldReason.UNMATCHED), BigInteger.valueOf(sharedOut).multiply(common));
        }
        for (Map.Entry<Work, Shares> one : sharing.entrySet()) {
            long weight = one.getKey().weightMillionths();
            BigInteger scale = BigInteger.valueOf(weight).multiply(common.divide(one.getValue().whole())); // exact
            one.getValue().byRecipient().forEach((recipient, share) ->
                    shares.merge(recipient, share.multiply(scale), BigInteger::add));
            sharedOut += weight;
        }
        return new Shares(
                shares, BigInteger.valueOf(sharedOut).multiply(common), excluded(byWork, whole), exhausted);
    }

    private static List<Excluded> excluded(Map<Work, Shares> byWork, long whole) {
        List<Excluded> excluded = new ArrayList<>(0);
        byWork.forEach((work, shares) -> shares.excluded().forEach(one -> excluded.add(new Excluded(
                one.policy(),
                one.share().multiply(BigInteger.valueOf(work.weightMillionths())),
                one.whole().multiply(BigInteger.valueOf(whole))))));
        return excluded;
    }
}
