package angklung.notary;

import angklung.avro.LogEntry;
import angklung.avro.LogSubmission;
import angklung.avro.Opening;
import angklung.log.Frontier;
import angklung.log.Hash;
import angklung.opening.Envelope;
import angklung.opening.LeafKind;
import angklung.stage.Invariant;
import angklung.stage.StoreKey;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** The log as far as it is: gives each leaf the next index, sends it, and adds it to the tree. */
final class LeafBook {
    private static final Bytes FRONTIER = StoreKey.of("frontier").toBytes();

    private final ProcessorContext<String, SpecificRecord> context;
    private final Invariant invariant;
    private final KeyValueStore<Bytes, byte[]> saved;
    private final KeyValueStore<Bytes, Long> closeLeaves;
    private final Frontier tree;

    LeafBook(NotaryStores stores, ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.invariant = new Invariant(context);
        this.saved = stores.tree.get(context);
        this.closeLeaves = stores.closeLeaves.get(context);
        byte[] frontier = saved.get(FRONTIER);
        this.tree = frontier == null ? new Frontier() : Frontier.of(frontier);
    }

    /** Number of leaves, which is the index of the next one. */
    long size() {
        return tree.size();
    }

    /** Root of the tree of all leaves so far. */
    Hash root() {
        return tree.root();
    }

    /** Records a statement, and sends its opening under the index of its leaf. */
    void addStatement(LogSubmission statement) {
        long seq = size();
        byte[] commitment = SubmissionRules.bytes(statement.getCommitment());
        append(Envelope.statement(statement.getPeriod(), seq, commitment), statement);
        Opening opening = Opening.newBuilder()
                .setPartyId(statement.getPartyId())
                .setStatementId(statement.getLeafId())
                .setSeq(seq)
                .setKeyGeneration(statement.getKeyGeneration())
                .setSealed(statement.getOpening())
                .build();
        context.forward(
                new Record<>(opening.getPartyId(), opening, time(statement)), NotaryTopology.OPENINGS);
    }

    /** Records a leaf with facts; a correction also names the index of the close that it corrects. */
    void addFacts(LogSubmission leaf) {
        LeafKind kind = LeafKind.of(leaf.getLeafKind());
        if (kind == LeafKind.PERIOD_CLOSE) {
            closeLeaves.put(StoreKey.of(leaf.getLeafId()).toBytes(), size());
        }
        String facts = kind == LeafKind.CORRECTION ? correction(leaf) : leaf.getFacts();
        addFacts(kind, facts, leaf);
    }

    /** @param cause what the leaf is of the period and time of */
    void addFacts(LeafKind kind, String facts, LogSubmission cause) {
        append(Envelope.facts(kind, cause.getPeriod(), size(), facts), cause);
    }

    /** Keeps what is in memory; to be called at the end of every turn. */
    void save() {
        saved.put(FRONTIER, tree.toBytes());
    }

    private String correction(LogSubmission leaf) {
        String close = LeafId.closeOf(leaf.getLeafId());
        Long index = closeLeaves.get(StoreKey.of(close).toBytes());
        invariant.require(index != null, () -> leaf.getLeafId() + " corrects " + close + ", which is no leaf yet");
        return "{\"correction\":" + leaf.getFacts() + ",\"of\":\"" + index + "\"}";
    }

    private void append(byte[] entry, LogSubmission cause) {
        long seq = size();
        tree.append(Hash.leaf(entry));
        LogEntry leaf = LogEntry.newBuilder().setSeq(seq).setEntry(ByteBuffer.wrap(entry)).build();
        context.forward(new Record<>(Long.toString(seq), leaf, time(cause)), NotaryTopology.ENTRIES);
    }

    /** So that readers can start at a date, as in the ledger. */
    private static long time(LogSubmission cause) {
        return cause.getRecordedAt().toEpochMilli();
    }
}
