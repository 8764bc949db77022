package angklung.model;

/**
 * A distributable amount with one key; usage is counted without right type and currency, so the pools of
 * several rights share one count.
 *
 * @param rightType RECORDING, MECHANICAL or PERFORMANCE
 * @param currency ISO 4217
 */
public record PoolKey(OfferingKey offering, Period period, String rightType, String currency) {

    /** @throws IllegalArgumentException if the text is no pool identifier */
    public static PoolKey parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 6) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a pool: dsp/territory/offering/period/right type/currency");
        }
        return new PoolKey(
                new OfferingKey(parts[0], parts[1], parts[2]), Period.parse(parts[3]), parts[4], parts[5]);
    }

    /** The pool identifier, {@code dsp/territory/offering/period/right type/currency}. */
    @Override
    public String toString() {
        return offering + "/" + period + "/" + rightType + "/" + currency;
    }

    /** The identifier of the rate sheet that prices the given version of this pool. */
    public String rateSheetId(int version) {
        return this + "@v" + version;
    }
}
