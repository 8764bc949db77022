package angklung.publish;

import angklung.avro.LogEntry;
import angklung.avro.SignedCheckpoint;
import java.util.List;
import java.util.function.Consumer;

/** What the one signer of a log reads and writes. */
public interface SignerTopics extends AutoCloseable {
    /**
     * Keeps every signer before this one from committing anything more.
     *
     * @return all that was committed until now, in its order
     */
    List<SignedCheckpoint> takeOver();

    /** Gives all committed entries that it did not give before, in their order. */
    void readEntries(Consumer<LogEntry> each);

    /**
     * Commits a signed checkpoint.
     *
     * @throws angklung.config.Failure if another signer has taken over, or it is not known to be committed
     */
    void commit(SignedCheckpoint signed);

    @Override
    void close();
}
