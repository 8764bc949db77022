package angklung.replay;

import java.math.BigDecimal;

/** Parts of terms that are written out in one cell. */
final class Written {
    private Written() {}

    /** @throws IllegalArgumentException naming the part, if it is not in 0 to 1 */
    static BigDecimal part(String what, String text) {
        try {
            return Decimals.PART.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a " + what + " '" + text + "' that " + e.getMessage(), e);
        }
    }
}
