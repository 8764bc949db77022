package angklung.settlement;

import angklung.avro.Earning;
import angklung.avro.ShareMark;
import angklung.ledger.EarningHash;
import angklung.stage.Invariant;
import angklung.topic.Partitioning;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps earnings until they are settled, and counts, sums and hashes them by tally task. A task's mark comes behind
 * its earnings; what it says that it sent here must be what arrived.
 */
final class EarningReceiver implements Processor<String, Earning, Void, Void> {
    private final SettlementStores stores;
    private final int partitions;
    private final EarningHash hashing = new EarningHash();
    private Invariant invariant;
    private int partition;
    private KeyValueStore<Bytes, Detail> details;
    private KeyValueStore<Bytes, Received> received;
    private KeyValueStore<Bytes, Long> settled;

    /** @param partitions of settlement */
    EarningReceiver(SettlementStores stores, int partitions) {
        this.stores = stores;
        this.partitions = partitions;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        invariant = new Invariant(context);
        partition = context.taskId().partition();
        details = stores.details.get(context);
        received = stores.received.get(context);
        settled = stores.settled.get(context);
    }

    @Override
    public void process(Record<String, Earning> record) {
        Earning earning = record.value();
        if (earning == null) {
            throw invariant.broken("An earning without a value, key " + record.key());
        }
        switch (earning.getKind()) {
            case EARNING -> keep(earning);
            case MARK -> end(earning);
            default -> throw invariant.broken("An earning of unknown kind; is this version too old? " + earning);
        }
    }

    private void keep(Earning earning) {
        PoolVersion pool = new PoolVersion(earning.getPool(), earning.getVersion());
        Beneficiary beneficiary = Beneficiary.of(earning);
        require(Partitioning.ofKey(beneficiary.id(), partitions) == partition, "belongs to another partition", earning);
        require(earning.getRateSheetId().equals(pool.toString()), "names another pool's rate sheet", earning);
        Bytes source = Keys.source(pool, earning.getSourcePartition());
        Received before = before(pool, source);
        require(before.mark() == null, "comes after the mark of its source", earning);
        String isrc = earning.getIsrc() == null ? "" : earning.getIsrc();
        String policy = earning.getAuthorshipPolicy() == null ? "" : earning.getAuthorshipPolicy();
        Bytes key = new DetailKey(pool, beneficiary, isrc, policy).toBytes();
        require(details.putIfAbsent(key, Detail.of(earning)) == null, "was there before", earning);
        received.put(source, before.plus(earning, hashing));
    }

    private void end(Earning earning) {
        ShareMark mark = earning.getMark();
        require(mark != null, "is a mark without control totals", earning);
        require(
                mark.getRecordsSent().size() == partitions
                        && mark.getAmountsSent().size() == partitions
                        && mark.getHashes().size() == partitions,
                "counts other partitions than the " + partitions + " of settlement",
                earning);
        require(
                earning.getSourcePartition() < mark.getSourcePartitions(),
                "comes from a partition beyond " + mark.getSourcePartitions(),
                earning);
        PoolVersion pool = new PoolVersion(earning.getPool(), earning.getVersion());
        Bytes source = Keys.source(pool, earning.getSourcePartition());
        Received before = before(pool, source);
        require(before.mark() == null, "is a second mark of its source", earning);
        compare(before, mark, earning);
        received.put(source, before.ended(Received.Mark.of(mark)));
    }

    private void compare(Received arrived, ShareMark mark, Earning earning) {
        byte[] hash = new byte[mark.getHashes().get(partition).remaining()];
        mark.getHashes().get(partition).duplicate().get(hash);
        long records = mark.getRecordsSent().get(partition);
        long amount = mark.getAmountsSent().get(partition);
        if (arrived.records() != records || arrived.amount() != amount || !Arrays.equals(arrived.hash(), hash)) {
            throw invariant.broken("Tally partition " + earning.getSourcePartition() + " sent " + records
                    + " earnings of " + amount + " micros with hash " + HexFormat.of().formatHex(hash) + " for "
                    + earning.getPool() + "@v" + earning.getVersion() + " to settlement partition " + partition
                    + ", but arrived have " + arrived);
        }
    }

    /** A source that was not heard of yet may only speak of what is not in the ledger. */
    private Received before(PoolVersion pool, Bytes source) {
        Received before = received.get(source);
        if (before != null) {
            return before;
        }
        if (settled.get(Keys.of(pool)) != null) {
            throw invariant.broken(
                    "An earning or a mark of " + pool + " arrived after that version was settled");
        }
        return Received.NOTHING;
    }

    private void require(boolean condition, String otherwise, Earning earning) {
        invariant.require(condition, () -> "An earning " + otherwise + ": " + earning);
    }
}
