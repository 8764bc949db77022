package angklung.model;

import angklung.money.LargestRemainder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Divides the amount of one recording among those who share in it. A share applies to the plays of its own days,
 * so a recording whose shares change inside a period pays each side for what its own days weigh. One largest
 * remainder over the whole recording, with exact rational weights, so that each part is within one micro of its
 * quota however many changes there are.
 *
 * <p>On days on which the claims add up to the whole, or miss it by no more than the tolerance of CISAC CWR 2.2
 * (±0.06 %), the claims are normalised. Below that the rest is {@link HoldReason#UNCLAIMED}; above it they are
 * in conflict and {@link Overclaim} decides; without any claim all is {@link HoldReason#UNMATCHED}.
 */
public final class Splits {
    /** A whole recording, in millionths of a percent: registrations come in percent with up to six decimals. */
    public static final long WHOLE = 100_000_000;

    /** By how much the claims may miss the whole and still count as complete: 0.06 %. */
    public static final long TOLERANCE = 60_000;

    /** What is paid while claims exceed the whole. */
    public enum Overclaim {
        /** Nothing: all is held until the claimants agree. */
        HOLD_ALL,
        /** To each party what remains of its claim when all others are granted in full; the rest is held. */
        PAY_UNDISPUTED
    }

    /**
     * One beneficiary's part.
     *
     * @param plays royalty-bearing plays of the days on which it takes part
     * @param amountMicros not negative; may be 0
     */
    public record Part(Beneficiary beneficiary, long plays, long amountMicros) {}

    /**
     * What was played on one local day, or on several with the same claims.
     *
     * @param plays royalty-bearing plays, not negative
     * @param weight of these plays, not negative; only the proportion to that of other days counts
     */
    public record Day(long plays, BigInteger weight) {
        public Day {
            if (plays < 0 || weight.signum() < 0) {
                throw new IllegalArgumentException(
                        "Plays and their weight are not negative: " + plays + " plays of weight " + weight);
            }
        }

        /** Both together. */
        public Day plus(Day other) {
            return new Day(Math.addExact(plays, other.plays), weight.add(other.weight));
        }
    }

    /** Days on which the same claims apply. */
    private record Segment(Day played, SortedMap<Beneficiary, Long> shares, long total) {}

    private Splits() {}

    /**
     * @param amountMicros what is divided, not negative
     * @param days what was played by local epoch day; their weights are not all zero
     * @param claims of one right type; their order means nothing
     * @return a part for each beneficiary with a positive share, parties first; the amounts sum to the amount
     */
    public static List<Part> divide(
            long amountMicros, SortedMap<Integer, Day> days, List<ShareClaim> claims, Overclaim policy) {
        List<Segment> segments = segments(days, claims, policy);
        BigInteger common = commonMultiple(segments);
        SortedMap<Beneficiary, BigInteger> weights = new TreeMap<>();
        SortedMap<Beneficiary, Long> plays = new TreeMap<>();
        for (Segment segment : segments) {
            BigInteger scale = common.divide(BigInteger.valueOf(segment.total())); // exact
            BigInteger perShare = segment.played().weight().multiply(scale);
            segment.shares().forEach((beneficiary, share) -> {
                weights.merge(beneficiary, perShare.multiply(BigInteger.valueOf(share)), BigInteger::add);
                plays.merge(beneficiary, segment.played().plays(), Math::addExact);
            });
        }
        long[] amounts = LargestRemainder.divide(amountMicros, List.copyOf(weights.values()));
        List<Part> parts = new ArrayList<>(amounts.length);
        for (Beneficiary beneficiary : weights.keySet()) {
            parts.add(new Part(beneficiary, plays.get(beneficiary), amounts[parts.size()]));
        }
        return parts;
    }

    /** Days with the same claims count as one, so that a recording without a change is one segment. */
    private static List<Segment> segments(
            SortedMap<Integer, Day> days, List<ShareClaim> claims, Overclaim policy) {
        Map<List<ShareClaim>, Day> byClaims = new LinkedHashMap<>();
        days.forEach((date, day) -> {
            if (day.plays() > 0 || day.weight().signum() > 0) {
                List<ShareClaim> valid =
                        claims.stream().filter(claim -> claim.validOn(date)).toList();
                byClaims.merge(valid, day, Day::plus);
            }
        });
        List<Segment> segments = new ArrayList<>(byClaims.size());
        byClaims.forEach((valid, played) -> segments.add(segment(played, valid, policy)));
        return segments;
    }

    private static Segment segment(Day played, List<ShareClaim> claims, Overclaim policy) {
        if (claims.isEmpty()) {
            return allTo(HoldReason.UNMATCHED, played);
        }
        SortedMap<Beneficiary, Long> shares = new TreeMap<>();
        long total = 0;
        for (ShareClaim claim : claims) {
            if (claim.shareMicropercent() > 0) {
                shares.merge(Beneficiary.party(claim.partyId()), claim.shareMicropercent(), Math::addExact);
                total = Math.addExact(total, claim.shareMicropercent());
            }
        }
        if (Math.abs(total - WHOLE) <= TOLERANCE) {
            return new Segment(played, shares, total);
        }
        if (total < WHOLE) {
            shares.put(Beneficiary.hold(HoldReason.UNCLAIMED), WHOLE - total);
            return new Segment(played, shares, WHOLE);
        }
        return switch (policy) {
            case HOLD_ALL -> allTo(HoldReason.DISPUTE, played);
            case PAY_UNDISPUTED -> new Segment(played, undisputed(shares, total), WHOLE);
        };
    }

    private static Segment allTo(HoldReason reason, Day played) {
        return new Segment(played, new TreeMap<>(Map.of(Beneficiary.hold(reason), WHOLE)), WHOLE);
    }

    /** Each paid party gets its claim less the excess over the whole, so all together get at most the whole. */
    private static SortedMap<Beneficiary, Long> undisputed(SortedMap<Beneficiary, Long> shares, long total) {
        SortedMap<Beneficiary, Long> paid = new TreeMap<>();
        long held = WHOLE;
        for (Map.Entry<Beneficiary, Long> share : shares.entrySet()) {
            long others = total - share.getValue();
            if (others < WHOLE) {
                paid.put(share.getKey(), WHOLE - others);
                held -= WHOLE - others;
            }
        }
        if (held > 0) {
            paid.put(Beneficiary.hold(HoldReason.DISPUTE), held);
        }
        return paid;
    }

    /** Mostly the whole itself: totals differ only inside the tolerance. */
    private static BigInteger commonMultiple(List<Segment> segments) {
        BigInteger common = BigInteger.ONE;
        for (long total : segments.stream().mapToLong(Segment::total).distinct().toArray()) {
            BigInteger factor = BigInteger.valueOf(total);
            common = common.divide(common.gcd(factor)).multiply(factor);
        }
        return common;
    }
}
