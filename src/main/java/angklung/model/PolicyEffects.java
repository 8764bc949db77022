package angklung.model;

import angklung.model.Shares.Excluded;
import angklung.model.Splits.Part;
import angklung.model.Splits.PolicyEffect;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds up what authorship policies did to one recording. */
final class PolicyEffects {
    private final SortedMap<String, Long> plays = new TreeMap<>();
    private final SortedMap<String, Fraction> excludedWeights = new TreeMap<>();

    /** An exact weight. */
    private record Fraction(BigInteger numerator, BigInteger denominator) {
        Fraction plus(Fraction other) {
            BigInteger common = denominator.divide(denominator.gcd(other.denominator)).multiply(other.denominator);
            return new Fraction(
                    numerator.multiply(common.divide(denominator))
                            .add(other.numerator.multiply(common.divide(other.denominator))),
                    common);
        }
    }

    /** Adds days with the same shares, without what screening holds. */
    void add(long playsOfDays, BigInteger weight, Shares shares) {
        SortedSet<String> policies = new TreeSet<>();
        shares.byRecipient().keySet().stream()
                .map(Recipient::policy)
                .filter(policy -> policy != null)
                .forEach(policies::add);
        for (Excluded one : shares.excluded()) {
            policies.add(one.policy());
            excludedWeights.merge(
                    one.policy(), new Fraction(one.share().multiply(weight), one.whole()), Fraction::plus);
        }
        policies.forEach(policy -> plays.merge(policy, playsOfDays, Math::addExact));
    }

    /** @param totalWeight of the whole recording, positive */
    List<PolicyEffect> of(long amountMicros, BigInteger totalWeight, List<Part> parts) {
        List<PolicyEffect> effects = new ArrayList<>(plays.size());
        plays.forEach((policy, count) -> {
            Fraction excluded = excludedWeights.get(policy);
            long amount = excluded == null ? given(policy, parts) : quota(amountMicros, excluded, totalWeight);
            effects.add(new PolicyEffect(policy, count, amount));
        });
        return effects;
    }

    private static long given(String policy, List<Part> parts) {
        return parts.stream()
                .filter(part -> policy.equals(part.policy()))
                .mapToLong(Part::amountMicros)
                .sum();
    }

    /** Rounded down. */
    private static long quota(long amountMicros, Fraction weight, BigInteger totalWeight) {
        return BigInteger.valueOf(amountMicros)
                .multiply(weight.numerator())
                .divide(weight.denominator().multiply(totalWeight))
                .longValueExact();
    }
}
