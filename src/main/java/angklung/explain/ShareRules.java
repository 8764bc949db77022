package angklung.explain;

import angklung.model.Beneficiary;
import angklung.model.HoldReason;
import angklung.model.Period;
import angklung.model.Policy;
import angklung.model.RecordingClaims;
import angklung.model.ShareClaim;
import angklung.model.Splits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a beneficiary's part of a recording is what the claims on it and the policies of the pool say. Where these
 * are the same on all days of the period, the part is computed again to the last micro; where they changed, in the
 * period or before it, it must lie between what the least and the greatest give, because the records do not say how
 * many plays fell on each day. What screening holds of a recording is taken from its hold.
 */
final class ShareRules {
    private static final Splits.Day ONE_PLAY = new Splits.Day(1, BigInteger.ONE);

    /** Late plays of earlier days count in the next open period: as far back as plays are kept. */
    private static final int DAYS_BACK = 400;

    /** Large enough to see a share to twelve decimals, small enough for every product. */
    private static final long SCALE_OF_SHARE = 1_000_000_000_000L;

    /** A largest remainder over several segments may round one micro further. */
    private static final long ROUNDING = 1;

    /** And once more where the part that is held was rounded before. */
    private static final long ROUNDING_BESIDE_HELD = 2;

    private final RecordingClaims claims;
    private final Period period;
    private final Splits.Terms terms;
    private final Recording recording;
    private final boolean byPlays;

    /**
     * @param claims of the pool's right and territory
     * @param recording what it got; not negative
     * @param byPlays whether each of its plays weighs the same
     */
    ShareRules(
            RecordingClaims claims, Period period, Splits.Terms terms, Recording recording, boolean byPlays) {
        this.claims = claims;
        this.period = period;
        this.terms = terms;
        this.recording = recording;
        this.byPlays = byPlays;
    }

    /** How a part came about. */
    enum Basis {
        /** By the share, to the last micro. */
        EXACT,
        /** By the share of what is not held, to two micros, because what is held is known as an amount only. */
        BESIDE_HELD,
        /** Between the least and the greatest share of the days. */
        CHANGING,
        /** What the plays weigh that it rests on is in no record. */
        UNKNOWN,
        /** None of these. */
        BROKEN
    }

    /**
     * @param share of what the recording got and screening does not hold, 0 to 1; what was applied on average if shares
     *     changed; for what screening holds, all of it
     */
    record Finding(Basis basis, BigDecimal share) {}

    /**
     * @param policy tag of the authorship policy by which the part is marked or held, or null
     * @param partMicros what the beneficiary got under it, not negative
     */
    Finding judge(Beneficiary beneficiary, String policy, long partMicros) {
        if (beneficiary.hold() == HoldReason.SCREENING) {
            return new Finding(screened(partMicros), BigDecimal.ONE);
        }
        List<Integer> inPeriod = played(daysOfChange(0));
        SortedSet<BigDecimal> shares = new TreeSet<>();
        inPeriod.forEach(day ->
                shares.add(BigDecimal.valueOf(part(SCALE_OF_SHARE, ONE_PLAY, day, beneficiary, policy), 12)));
        if (shares.size() == 1) {
            Basis basis = same(beneficiary, policy, inPeriod.get(0), partMicros);
            if (basis != Basis.BROKEN) {
                return new Finding(basis, shares.first());
            }
        }
        Basis basis = isBetween(beneficiary, policy, partMicros) ? Basis.CHANGING : Basis.BROKEN;
        return new Finding(basis, part(partMicros, recording.freeMicros()));
    }

    /** Where the share is the same on all days. */
    private Basis same(Beneficiary beneficiary, String policy, int day, long partMicros) {
        if (!recording.isScreened()) {
            long due = part(recording.amountMicros(), ONE_PLAY, day, beneficiary, policy);
            return partMicros == due ? Basis.EXACT : Basis.BROKEN;
        }
        if (byPlays && recording.plays() > 0) {
            BigInteger all = BigInteger.valueOf(recording.plays());
            BigInteger held = BigInteger.valueOf(recording.screenedPlays());
            Splits.Day days = new Splits.Day(recording.plays(), all, recording.screenedPlays(), held);
            if (partMicros == part(recording.amountMicros(), days, day, beneficiary, policy)) {
                return Basis.EXACT;
            }
        }
        long due = part(recording.freeMicros(), ONE_PLAY, day, beneficiary, policy);
        return Math.abs(partMicros - due) <= ROUNDING_BESIDE_HELD ? Basis.BESIDE_HELD : Basis.BROKEN;
    }

    private boolean isBetween(Beneficiary beneficiary, String policy, long partMicros) {
        long least = Long.MAX_VALUE;
        long greatest = 0;
        for (int day : daysOfChange(DAYS_BACK)) {
            long part = part(recording.freeMicros(), ONE_PLAY, day, beneficiary, policy);
            least = Math.min(least, part);
            greatest = Math.max(greatest, part);
        }
        long rounding = recording.isScreened() ? ROUNDING_BESIDE_HELD : ROUNDING;
        return least != greatest && partMicros >= least - rounding && partMicros <= greatest + rounding;
    }

    /** What screening holds is the part of the held plays, whatever the claims say. */
    private Basis screened(long partMicros) {
        if (!byPlays || recording.plays() == 0) {
            return Basis.UNKNOWN;
        }
        BigInteger plays = BigInteger.valueOf(recording.plays());
        BigInteger over = BigInteger.valueOf(partMicros).multiply(plays)
                .subtract(BigInteger.valueOf(recording.amountMicros())
                        .multiply(BigInteger.valueOf(recording.screenedPlays())));
        if (over.abs().compareTo(plays) < 0) {
            return Basis.EXACT;
        }
        // No share may cover all days, so that there were more plays than any beneficiary says.
        return over.signum() < 0 && daysOfChange(DAYS_BACK).size() > 1 ? Basis.CHANGING : Basis.BROKEN;
    }

    /** Part of the whole, to twelve decimals, rounded down; 0 of nothing. */
    static BigDecimal part(long part, long whole) {
        return whole == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 12, RoundingMode.DOWN);
    }

    private long part(long amount, Splits.Day played, int day, Beneficiary beneficiary, String policy) {
        return Splits.divide(amount, new TreeMap<>(Map.of(day, played)), claims, terms)
                .parts()
                .stream()
                .filter(part -> part.beneficiary().equals(beneficiary) && Objects.equals(part.policy(), policy))
                .mapToLong(Splits.Part::amountMicros)
                .findFirst()
                .orElse(0);
    }

    /** Without days on which policies leave nobody a claim: nothing weighs on them. All of them if there is no other. */
    private List<Integer> played(List<Integer> days) {
        List<Integer> played = new ArrayList<>(days);
        played.removeAll(Splits.excludedDays(days, claims, terms.authorship()));
        return played.isEmpty() ? days : played;
    }

    /** A day of each stretch of days on which claims and policies are the same, back to some days before the period. */
    private List<Integer> daysOfChange(int daysBack) {
        int last = Math.toIntExact(period.lastDay().toEpochDay());
        int first = Math.toIntExact(period.firstDay().toEpochDay()) - daysBack;
        SortedSet<Integer> days = new TreeSet<>();
        days.add(last);
        for (ShareClaim claim : claims.claims()) {
            addBefore(days, claim.validFrom(), claim.validTo(), first, last);
        }
        for (Policy one : terms.authorship().policies()) {
            addBefore(days, one.validFrom(), one.validTo(), first, last);
        }
        return List.copyOf(days);
    }

    /** The day before a change stands for the stretch before it. */
    private static void addBefore(SortedSet<Integer> days, int from, OptionalInt to, int first, int last) {
        addBefore(days, from, first, last);
        to.ifPresent(end -> addBefore(days, end, first, last));
    }

    private static void addBefore(SortedSet<Integer> days, int change, int first, int last) {
        if (change > first && change <= last) {
            days.add(change - 1);
        }
    }
}
