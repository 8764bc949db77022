package angklung.ledger;

import angklung.avro.LedgerLine;

/**
 * The hash chain of one ledger partition: each line names its position and the hash of the line before, so no line
 * can be changed, removed from the middle, added or moved unnoticed. The end is open: that the last lines were
 * removed shows only against a head that was recorded elsewhere, such as in the facts of a run.
 *
 * <p>Not thread-safe.
 */
public final class LedgerChain {
    /** What the first line of a partition names as the hash before it. */
    public static final String START = "0".repeat(64);

    private LedgerHead head;

    /** Goes on after {@code head}. */
    public LedgerChain(LedgerHead head) {
        this.head = head;
    }

    /**
     * Gives the line its place: fills in partition, partition_seq, prev_hash and hash.
     *
     * @param draft complete but for these four; it is changed
     * @return the draft
     */
    public LedgerLine seal(LedgerLine draft) {
        draft.setPartition(head.partition());
        draft.setPartitionSeq(Math.addExact(head.seq(), 1));
        draft.setPrevHash(head.hash());
        draft.setHash(LedgerHash.of(draft));
        head = new LedgerHead(head.partition(), draft.getPartitionSeq(), draft.getHash());
        return draft;
    }

    public LedgerHead head() {
        return head;
    }
}
