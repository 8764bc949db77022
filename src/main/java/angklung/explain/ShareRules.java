package angklung.explain;

import angklung.avro.ClaimsPolicy;
import angklung.model.Beneficiary;
import angklung.model.Period;
import angklung.model.RecordingClaims;
import angklung.model.ShareClaim;
import angklung.model.Splits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a beneficiary's part of a recording is what its shares say. Where the shares are the same on all days of the
 * period, the part is computed again to the last micro; where they changed, in the period or before it, it must lie
 * between what the least and the greatest of them give, because the records do not say how many plays fell on each day.
 */
final class ShareRules {
    private static final Splits.Day ONE_PLAY = new Splits.Day(1, BigInteger.ONE);

    /** Late plays of earlier days count in the next open period: as far back as plays are kept. */
    private static final int DAYS_BACK = 400;

    /** Large enough to see a share to twelve decimals, small enough for every product. */
    private static final long SCALE_OF_SHARE = 1_000_000_000_000L;

    private ShareRules() {}

    /** How a part came about. */
    enum Basis {
        /** By the share, to the last micro. */
        EXACT,
        /** Between the least and the greatest share of the days. */
        CHANGING,
        /** Neither. */
        BROKEN
    }

    /**
     * @param share of the recording, 0 to 1; what was applied on average if shares changed
     */
    record Finding(Basis basis, BigDecimal share) {}

    /**
     * @param recordingMicros what the whole recording got, not negative
     * @param partMicros what the beneficiary got of it
     */
    static Finding judge(
            RecordingClaims claims,
            Period period,
            ClaimsPolicy policy,
            Beneficiary beneficiary,
            long recordingMicros,
            long partMicros) {
        Splits.Overclaim overclaim = policy == ClaimsPolicy.PAY_UNDISPUTED
                ? Splits.Overclaim.PAY_UNDISPUTED
                : Splits.Overclaim.HOLD_ALL;
        List<Integer> inPeriod = daysOfChange(claims, period, 0);
        SortedSet<BigDecimal> shares = new TreeSet<>();
        inPeriod.forEach(day ->
                shares.add(BigDecimal.valueOf(part(SCALE_OF_SHARE, day, claims, overclaim, beneficiary), 12)));
        boolean same = shares.size() == 1;
        if (same && partMicros == part(recordingMicros, inPeriod.get(0), claims, overclaim, beneficiary)) {
            return new Finding(Basis.EXACT, shares.first());
        }
        long least = Long.MAX_VALUE;
        long greatest = 0;
        for (int day : daysOfChange(claims, period, DAYS_BACK)) {
            long part = part(recordingMicros, day, claims, overclaim, beneficiary);
            least = Math.min(least, part);
            greatest = Math.max(greatest, part);
        }
        // A largest remainder over several segments may round one micro further.
        boolean between = least != greatest && partMicros >= least - 1 && partMicros <= greatest + 1;
        return new Finding(between ? Basis.CHANGING : Basis.BROKEN, part(partMicros, recordingMicros));
    }

    /** What part of the recording it is, cut off to twelve decimals. */
    static BigDecimal part(long partMicros, long recordingMicros) {
        return recordingMicros == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(partMicros).divide(BigDecimal.valueOf(recordingMicros), 12, RoundingMode.DOWN);
    }

    private static long part(
            long amount, int day, RecordingClaims claims, Splits.Overclaim policy, Beneficiary beneficiary) {
        return Splits.divide(amount, new TreeMap<>(Map.of(day, ONE_PLAY)), claims, Splits.Terms.of(policy)).parts().stream()
                .filter(part -> part.beneficiary().equals(beneficiary))
                .mapToLong(Splits.Part::amountMicros)
                .findFirst()
                .orElse(0);
    }

    /** A day of each stretch of days on which the claims are the same, back to some days before the period. */
    private static List<Integer> daysOfChange(RecordingClaims claims, Period period, int daysBack) {
        int last = Math.toIntExact(period.lastDay().toEpochDay());
        int first = Math.toIntExact(period.firstDay().toEpochDay()) - daysBack;
        SortedSet<Integer> days = new TreeSet<>();
        days.add(last);
        for (ShareClaim claim : claims.claims()) {
            // The day before a change stands for the stretch before it.
            addBefore(days, claim.validFrom(), first, last);
            claim.validTo().ifPresent(end -> addBefore(days, end, first, last));
        }
        return List.copyOf(days);
    }

    private static void addBefore(SortedSet<Integer> days, int change, int first, int last) {
        if (change > first && change <= last) {
            days.add(change - 1);
        }
    }
}
