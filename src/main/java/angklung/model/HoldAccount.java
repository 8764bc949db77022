package angklung.model;

/**
 * What the name of a hold account says, {@code hold:<reason>:<pool>}.
 *
 * @param reason a label of {@link HoldReason}, or one that was known once
 */
public record HoldAccount(String reason, PoolKey pool) {
    private static final String HOLD = "hold";

    /** @throws IllegalArgumentException if it is no name of a hold account */
    public static HoldAccount parse(String account) {
        String[] parts = account.split(":", 3);
        if (parts.length != 3 || !parts[0].equals(HOLD) || parts[1].isEmpty()) {
            throw new IllegalArgumentException("'" + account + "' is no hold account, which is hold:<reason>:<pool>");
        }
        return new HoldAccount(parts[1], PoolKey.parse(parts[2]));
    }

    /** Whether it is a name of a hold account, as far as its start tells. */
    public static boolean isOne(String account) {
        return account.startsWith(HOLD + ":");
    }
}
