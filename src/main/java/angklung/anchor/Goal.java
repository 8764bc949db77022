package angklung.anchor;

import angklung.log.Hash;
import java.util.List;

/** A state of a contract that a transaction brings about, once. Asked again and again: a chain may take back. */
public interface Goal {
    Address contract();

    /** What it is, for the record: checkpoint, or distribution and its period. */
    String subject();

    /** Size of the checkpoint that it is about. */
    long size();

    /** What is recorded: root of the checkpoint, or of the distribution as 32 bytes. */
    Hash root();

    /**
     * Whether the contract is in that state.
     *
     * @throws angklung.config.Failure if it holds something that contradicts it: an alarm
     */
    boolean isReached(BlockTag tag);

    /**
     * Data of the transaction that leads there from the newest state.
     *
     * @throws angklung.config.Failure if none does
     */
    Bytes call();

    /** Topics of the event that announces it. */
    List<Bytes> announcement();

    /** Whether an event is that announcement; a contract may announce the same month twice. */
    default boolean isAnnouncedBy(Receipt.Event event) {
        return event.contract().equals(contract()) && event.topics().equals(announcement());
    }

    /** What the contract complains of, in the words of its source. */
    String complaint(RpcException e);
}
