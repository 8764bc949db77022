package angklung.screening;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What was agreed about one rule.
 *
 * @param rule F1 to F12
 * @param territory place of listening that it is for; null: all that have none of their own
 * @param thresholds by name; one that is left out has its default
 * @param version says in a hit which thresholds were applied; the first day on which they are
 */
public record StatedRule(
        String rule, String territory, boolean enabled, Map<String, BigDecimal> thresholds, String version) {
    public StatedRule {
        thresholds = Map.copyOf(thresholds);
    }
}
