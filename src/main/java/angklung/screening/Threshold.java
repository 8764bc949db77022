package angklung.screening;

import java.math.BigDecimal;

/**
 * One number of a rule that can be agreed.
 *
 * @param name as in the records of rules
 * @param standard value where nothing else is agreed
 * @param largest highest value that makes sense; null: none
 * @param meaning one sentence for the documentation
 */
public record Threshold(String name, BigDecimal standard, BigDecimal largest, String meaning) {
    static Threshold count(String name, String standard, String meaning) {
        return new Threshold(name, new BigDecimal(standard), null, meaning);
    }

    static Threshold share(String name, String standard, String meaning) {
        return new Threshold(name, new BigDecimal(standard), BigDecimal.ONE, meaning);
    }

    /** @throws IllegalArgumentException if the value makes no sense */
    void check(Rule rule, BigDecimal value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException(
                    "Threshold " + name + " of rule " + rule.id() + " is " + value + ": it cannot be negative");
        }
        if (largest != null && value.compareTo(largest) > 0) {
            throw new IllegalArgumentException("Threshold " + name + " of rule " + rule.id() + " is " + value
                    + ": it cannot be above " + largest);
        }
    }
}
