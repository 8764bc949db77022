package angklung.screening;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All rules as they apply to one service and period. A territory with terms of its own for a rule is judged by these,
 * all others by the general ones, or by the defaults where nothing is agreed.
 *
 * <p>Which terms apply decides only whose plays can be found. What is looked at is always everything: a subscriber
 * with plays in two territories is judged over both by the terms of each, and each judgement concerns the plays in
 * its own territories.
 */
public final class Thresholds {
    /** Version of terms that nobody has agreed. */
    public static final String STANDARD = "default";

    private final Map<Rule, RuleTerms> general = new EnumMap<>(Rule.class);
    private final Map<Rule, TreeMap<String, RuleTerms>> own = new EnumMap<>(Rule.class);

    private Thresholds() {
        for (Rule rule : Rule.values()) {
            general.put(rule, RuleTerms.standard(rule));
            own.put(rule, new TreeMap<>());
        }
    }

    /** Every rule with its defaults, everywhere. */
    public static Thresholds standard() {
        return new Thresholds();
    }

    /**
     * @param stated at most one for each rule and territory
     * @throws IllegalArgumentException if a rule or threshold is not known, a value makes no sense, or a rule is
     *     stated twice for the same territory; the message says which
     */
    public static Thresholds of(Collection<StatedRule> stated) {
        Thresholds thresholds = new Thresholds();
        Set<Rule> seen = EnumSet.noneOf(Rule.class);
        for (StatedRule rule : stated) {
            RuleTerms terms = RuleTerms.of(rule);
            boolean twice = terms.territory() == null
                    ? !seen.add(terms.rule())
                    : thresholds.own.get(terms.rule()).containsKey(terms.territory());
            if (twice) {
                throw new IllegalArgumentException("Rule " + terms.rule().id() + " is stated twice for "
                        + (terms.territory() == null ? "all territories" : terms.territory()));
            }
            thresholds.put(terms);
        }
        return thresholds;
    }

    private void put(RuleTerms terms) {
        if (terms.territory() == null) {
            general.put(terms.rule(), terms);
        } else {
            own.get(terms.rule()).put(terms.territory(), terms);
        }
    }

    /** Enabled terms of a rule, the general ones first, then by territory. */
    List<RuleTerms> enabled(Rule rule) {
        List<RuleTerms> terms = new ArrayList<>();
        if (general.get(rule).enabled()) {
            terms.add(general.get(rule));
        }
        own.get(rule).values().stream().filter(RuleTerms::enabled).forEach(terms::add);
        return terms;
    }

    /** Whether a rule is applied anywhere. */
    boolean isEnabled(Rule rule) {
        return !enabled(rule).isEmpty();
    }

    /** Whether the plays of a territory can be found by the terms that are for {@code scope}; null: the general ones. */
    boolean covers(Rule rule, String scope, String territory) {
        return scope == null ? !own.get(rule).containsKey(territory) : scope.equals(territory);
    }
}
