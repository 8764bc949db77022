package angklung.model;

import angklung.money.LargestRemainder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Divides the amount of one recording among those who share in it. A share applies to the plays of its own days,
 * so a recording whose shares change inside a period pays each side for what its own days weigh. One largest
 * remainder over the whole recording, with exact rational weights, so that each part is within one micro of its
 * quota however many changes, works and policies there are.
 *
 * <p>What screening holds of a day goes to {@link HoldReason#SCREENING} before anything else: rights do not matter
 * for it. Of a medley each work has its part of the day, divided by the claims on it alone ({@link WorkShares}).
 *
 * <p>On days on which the claims add up to the whole, or miss it by no more than the tolerance of CISAC CWR 2.2
 * (±0.06 %), the claims are normalised. Below that the rest is {@link HoldReason#UNCLAIMED}; above it they are
 * in conflict and {@link Overclaim} decides; without any claim all is {@link HoldReason#UNMATCHED}. Authorship
 * policies come last: they judge what each claim would be paid ({@link ClaimShares}).
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
     * By what a pool divides the amounts of its recordings.
     *
     * @param authorship policies of the pool
     */
    public record Terms(Overclaim overclaim, AuthorshipRules authorship) {
        /** Without any policy. */
        public static Terms of(Overclaim overclaim) {
            return new Terms(overclaim, AuthorshipRules.NONE);
        }
    }

    /**
     * One beneficiary's part.
     *
     * @param policy tag of the authorship policy by which it is marked or held, or null; what a party gets under a
     *     policy and what it gets without are two parts
     * @param plays royalty-bearing plays of the days on which it takes part; those that screening holds are of the part
     *     of that hold alone
     * @param amountMicros not negative; may be 0
     */
    public record Part(Beneficiary beneficiary, String policy, long plays, long amountMicros) {
        /** A part that no policy is about. */
        public Part(Beneficiary beneficiary, long plays, long amountMicros) {
            this(beneficiary, null, plays, amountMicros);
        }
    }

    /**
     * What one policy did.
     *
     * @param policy its tag
     * @param plays royalty-bearing plays of the days on which it decided about some claim, whatever they weigh; those
     *     that screening holds left out
     * @param amountMicros TAG: paid under it. HOLD: held. EXCLUDE: what its claims would have had of the recording's
     *     amount without any exclusion, rounded down
     */
    public record PolicyEffect(String policy, long plays, long amountMicros) {}

    /**
     * @param parts one for each beneficiary and policy with a positive share, parties first; they sum to the amount
     * @param effects of policies other than PAY that decided about some claim, by tag
     */
    public record Division(List<Part> parts, List<PolicyEffect> effects) {}

    /**
     * What was played on one local day, or on several with the same claims.
     *
     * @param plays royalty-bearing plays, not negative
     * @param weight of these plays, not negative; only the proportion to that of other days counts
     * @param heldPlays those of them that screening holds
     * @param heldWeight part of the weight that screening holds
     */
    public record Day(long plays, BigInteger weight, long heldPlays, BigInteger heldWeight) {
        public Day {
            if (plays < 0 || weight.signum() < 0) {
                throw new IllegalArgumentException(
                        "Plays and their weight are not negative: " + plays + " plays of weight " + weight);
            }
            if (heldPlays < 0 || heldPlays > plays || heldWeight.signum() < 0 || heldWeight.compareTo(weight) > 0) {
                throw new IllegalArgumentException("What is held is some of it: " + heldPlays + " of " + plays
                        + " plays, " + heldWeight + " of weight " + weight);
            }
        }

        /** A day of which nothing is held. */
        public Day(long plays, BigInteger weight) {
            this(plays, weight, 0, BigInteger.ZERO);
        }

        /** Both together. */
        public Day plus(Day other) {
            return new Day(
                    Math.addExact(plays, other.plays),
                    weight.add(other.weight),
                    heldPlays + other.heldPlays, // not more than the plays
                    heldWeight.add(other.heldWeight));
        }

        private long freePlays() {
            return plays - heldPlays;
        }

        private BigInteger freeWeight() {
            return heldWeight.signum() == 0 ? weight : weight.subtract(heldWeight);
        }

        private boolean isFree() {
            return freePlays() > 0 || freeWeight().signum() > 0;
        }
    }

    /** Days with the same shares. */
    private record Stretch(Day played, Shares shares) {}

    private Splits() {}

    /**
     * @param amountMicros what is divided, not negative
     * @param days what was played by local epoch day; their weights are not all zero
     * @param claims of one right and territory; their order means nothing
     */
    public static Division divide(
            long amountMicros, SortedMap<Integer, Day> days, RecordingClaims claims, Terms terms) {
        List<Stretch> stretches = stretches(days, claims, terms);
        BigInteger common = Shares.commonWhole(stretches.stream().map(Stretch::shares).toList());
        SortedMap<Recipient, BigInteger> weights = new TreeMap<>();
        SortedMap<Recipient, Long> plays = new TreeMap<>();
        for (Stretch stretch : stretches) {
            BigInteger scale = common.divide(stretch.shares().whole()); // exact
            BigInteger perShare = stretch.played().freeWeight().multiply(scale);
            stretch.shares().byRecipient().forEach((recipient, share) -> {
                weights.merge(recipient, perShare.multiply(share), BigInteger::add);
                plays.merge(recipient, stretch.played().freePlays(), Math::addExact);
            });
        }
        addHeld(days.values(), common, weights, plays);
        List<Part> parts = parts(amountMicros, weights, plays);
        return new Division(parts, effects(amountMicros, days.values(), stretches, parts, terms));
    }

    private static List<Stretch> stretches(SortedMap<Integer, Day> days, RecordingClaims claims, Terms terms) {
        if (days.isEmpty()) {
            return List.of();
        }
        Stretches changes =
                Stretches.between(days.firstKey(), days.lastKey(), claims.claims(), terms.authorship());
        SortedMap<Integer, Day> played = new TreeMap<>();
        days.forEach((date, day) -> played.merge(changes.startOf(date), day, Day::plus));
        List<Stretch> stretches = new ArrayList<>(played.size());
        played.forEach((date, day) -> {
            if (day.isFree()) {
                stretches.add(new Stretch(day, WorkShares.of(claims, date, terms)));
            }
        });
        return stretches;
    }

    private static void addHeld(
            Collection<Day> days,
            BigInteger common,
            SortedMap<Recipient, BigInteger> weights,
            SortedMap<Recipient, Long> plays) {
        for (Day day : days) {
            if (day.heldPlays() > 0 || day.heldWeight().signum() > 0) {
                Recipient hold = Recipient.of(HoldReason.SCREENING);
                weights.merge(hold, day.heldWeight().multiply(common), BigInteger::add);
                plays.merge(hold, day.heldPlays(), Math::addExact);
            }
        }
    }

    private static List<Part> parts(
            long amountMicros, SortedMap<Recipient, BigInteger> weights, SortedMap<Recipient, Long> plays) {
        long[] amounts = LargestRemainder.divide(amountMicros, List.copyOf(weights.values()));
        List<Part> parts = new ArrayList<>(amounts.length);
        plays.forEach((recipient, count) ->
                parts.add(new Part(recipient.beneficiary(), recipient.policy(), count, amounts[parts.size()])));
        return parts;
    }

    private static List<PolicyEffect> effects(
            long amountMicros, Collection<Day> days, List<Stretch> stretches, List<Part> parts, Terms terms) {
        if (terms.authorship().policies().isEmpty()) {
            return List.of();
        }
        PolicyEffects effects = new PolicyEffects();
        stretches.forEach(stretch ->
                effects.add(stretch.played().freePlays(), stretch.played().freeWeight(), stretch.shares()));
        BigInteger total = days.stream().map(Day::weight).reduce(BigInteger.ZERO, BigInteger::add);
        return effects.of(amountMicros, total, parts);
    }

    /**
     * Days of which policies leave nobody a claim though the claims are complete: a recording's plays on them weigh
     * nothing, all of them, also those that screening would hold. If they are divided all the same, they go to
     * {@link HoldReason#AUTHORSHIP}. How overclaims are paid makes no difference: they are not complete.
     *
     * @param days epoch days of plays, in any order
     * @param claims of one right and territory
     */
    public static SortedSet<Integer> excludedDays(
            Collection<Integer> days, RecordingClaims claims, AuthorshipRules authorship) {
        SortedSet<Integer> excluded = new TreeSet<>();
        if (!authorship.exclude() || claims.claims().isEmpty() || days.isEmpty()) {
            return excluded;
        }
        Terms terms = new Terms(Overclaim.HOLD_ALL, authorship);
        int first = days.stream().min(Comparator.naturalOrder()).orElseThrow();
        int last = days.stream().max(Comparator.naturalOrder()).orElseThrow();
        Stretches changes = Stretches.between(first, last, claims.claims(), authorship);
        Map<Integer, Boolean> known = new TreeMap<>();
        for (int day : days) {
            if (known.computeIfAbsent(changes.startOf(day), date -> WorkShares.of(claims, date, terms).exhausted())) {
                excluded.add(day);
            }
        }
        return excluded;
    }
}
