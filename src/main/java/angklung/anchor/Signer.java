package angklung.anchor;

/** Who signs transactions: a key in a file, or a program that keeps the key elsewhere. */
public interface Signer {
    /** Whose transactions these are. */
    Address address();

    /**
     * Signs.
     *
     * @throws angklung.config.Failure if it refuses or cannot be reached
     */
    SignedTransaction sign(Transaction transaction);
}
