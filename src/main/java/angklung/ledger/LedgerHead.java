package angklung.ledger;

/**
 * Where the chain of one ledger partition stands.
 *
 * @param seq sequence of the last line, −1 if there is none
 * @param hash hash of the last line, {@link LedgerChain#START} if there is none
 */
public record LedgerHead(int partition, long seq, String hash) {

    /** The head of a partition without a line. */
    public static LedgerHead empty(int partition) {
        return new LedgerHead(partition, -1, LedgerChain.START);
    }
}
