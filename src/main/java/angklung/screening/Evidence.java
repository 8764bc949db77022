package angklung.screening;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * One threshold and what was observed. The observed value is rounded down to six decimals, for reading; the
 * comparison itself was exact.
 *
 * @param name of the threshold
 */
public record Evidence(String name, BigDecimal threshold, BigDecimal observed) {
    static final int SCALE = 6;

    public Evidence {
        threshold = threshold.setScale(SCALE, RoundingMode.DOWN);
        observed = observed.setScale(SCALE, RoundingMode.DOWN);
    }
}
