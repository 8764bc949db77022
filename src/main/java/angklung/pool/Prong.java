package angklung.pool;

import angklung.avro.PricingStep;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One way to reckon what is due.
 *
 * @param inputs by name, as exact decimals
 * @param result exact; null if the prong is not agreed
 */
record Prong(String name, String formula, Map<String, String> inputs, BigDecimal result) {

    /**
     * A term times what it is agreed on.
     *
     * @param term null if it is not agreed
     * @param base null only if the term is: {@link PriceabilityRules} has refused the rest
     */
    static Prong of(String name, String termName, BigDecimal term, String baseName, BigDecimal base) {
        Map<String, String> inputs = new LinkedHashMap<>();
        if (term != null) {
            inputs.put(termName, plain(term));
        }
        if (base != null) {
            inputs.put(baseName, plain(base)); // shown without a term too: the sheet says what was reported
        }
        return new Prong(name, termName + " * " + baseName, inputs, term == null ? null : term.multiply(base));
    }

    boolean agreed() {
        return result != null;
    }

    PricingStep step(boolean applies) {
        return new PricingStep(name, formula, inputs, agreed() ? plain(result) : "", applies);
    }

    static String plain(BigDecimal exact) {
        return exact.stripTrailingZeros().toPlainString();
    }
}
