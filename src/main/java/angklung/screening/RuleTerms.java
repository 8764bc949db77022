package angklung.screening;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One rule with all its thresholds.
 *
 * @param territory whose plays can be found by it; null: of all territories without terms of their own
 * @param values of every threshold of the rule
 */
record RuleTerms(Rule rule, String territory, boolean enabled, String version, Map<String, BigDecimal> values) {
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    RuleTerms {
        values = Map.copyOf(values);
    }

    static RuleTerms standard(Rule rule) {
        return new RuleTerms(rule, null, true, Thresholds.STANDARD, standards(rule));
    }

    /** @throws IllegalArgumentException if the rule has no such threshold, or a value makes no sense */
    static RuleTerms of(StatedRule stated) {
        Rule rule = Rule.ofId(stated.rule());
        Map<String, BigDecimal> values = standards(rule);
        stated.thresholds().forEach((name, value) -> {
            known(rule, name).check(rule, value);
            values.put(name, value);
        });
        return new RuleTerms(rule, stated.territory(), stated.enabled(), stated.version(), values);
    }

    private static Threshold known(Rule rule, String name) {
        return rule.threshold(name)
                .orElseThrow(() -> new IllegalArgumentException("Rule " + rule.id() + " has no threshold '" + name
                        + "'; it has "
                        + rule.thresholds().stream().map(Threshold::name).collect(Collectors.joining(", "))));
    }

    private static Map<String, BigDecimal> standards(Rule rule) {
        Map<String, BigDecimal> values = new HashMap<>();
        rule.thresholds().forEach(threshold -> values.put(threshold.name(), threshold.standard()));
        return values;
    }

    BigDecimal value(String name) {
        BigDecimal value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("Rule " + rule.id() + " asks for '" + name + "', which it does not have");
        }
        return value;
    }

    /** Largest whole number that is not above the threshold: a count is above the threshold if it is above this. */
    long most(String name) {
        return whole(name, RoundingMode.FLOOR);
    }

    /** Smallest whole number that is not below the threshold: a count reaches the threshold if it reaches this. */
    long least(String name) {
        return whole(name, RoundingMode.CEILING);
    }

    private long whole(String name, RoundingMode rounding) {
        return value(name).setScale(0, rounding).min(LONGEST).longValueExact();
    }

    /** Whether {@code part} is at least the given share of {@code whole}; exact. */
    boolean reachesShare(String name, long part, long whole) {
        return compareShare(name, part, whole) >= 0;
    }

    /** Whether {@code part} is more than the given share of {@code whole}, or more than that many times it; exact. */
    boolean exceedsShare(String name, long part, long whole) {
        return compareShare(name, part, whole) > 0;
    }

    private int compareShare(String name, long part, long whole) {
        return BigDecimal.valueOf(part).compareTo(value(name).multiply(BigDecimal.valueOf(whole)));
    }

    /** Evidence for a count. */
    Evidence observed(String name, long observed) {
        return observed(name, BigDecimal.valueOf(observed));
    }

    /** Evidence for a share or a mean: six decimals, rounded down, for reading only. */
    Evidence observed(String name, long part, long whole) {
        return observed(name, whole == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), Evidence.SCALE, RoundingMode.DOWN));
    }

    Evidence observed(String name, BigDecimal observed) {
        return new Evidence(name, value(name), observed);
    }
}
