package angklung.notary;

import angklung.avro.LogEntry;
import angklung.avro.LogSubmission;
import angklung.avro.Opening;
import angklung.stage.WorkLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** The sequencer, made anew for every record and every turn of a few items: only stores remember. */
final class ForgetfulSequencer implements AutoCloseable {
    final List<LogEntry> entries = new ArrayList<>();
    final List<Opening> openings = new ArrayList<>();
    private final NotaryStores stores = new NotaryStores();
    private final int partitions;
    private final WorkLimits limits;
    private final MockProcessorContext<String, SpecificRecord> context;
    private final List<StateStore> open;

    ForgetfulSequencer(Path dir, int partitions, int itemsPerTurn) {
        this.partitions = partitions;
        this.limits = new WorkLimits(Duration.ofMillis(20), Duration.ofMillis(50), itemsPerTurn, () -> 0);
        context = new MockProcessorContext<>(new Properties(), new TaskId(0, 0), dir.toFile());
        open = Stream.of(stores.seen, stores.held, stores.runs, stores.queue, stores.tree, stores.closeLeaves)
                .<StateStore>map(store -> store.builder().withLoggingDisabled().build())
                .toList();
        open.forEach(store -> store.init(context.getStateStoreContext(), store));
    }

    private Sequencer sequencer() {
        Sequencer sequencer = new Sequencer(stores, partitions, limits);
        sequencer.init(context);
        return sequencer;
    }

    void take(LogSubmission submission) {
        sequencer().process(new Record<>(submission.getLeafId(), submission, 0));
    }

    /** @return whether anything became a leaf */
    boolean turn() {
        sequencer();
        context.resetForwards();
        var punctuators = context.scheduledPunctuators(); // also those of processors that are gone
        punctuators.get(punctuators.size() - 1).getPunctuator().punctuate(0);
        int before = entries.size();
        context.forwarded().forEach(forward -> {
            if (forward.record().value() instanceof LogEntry entry) {
                entries.add(entry);
            } else if (forward.record().value() instanceof Opening opening) {
                openings.add(opening);
            }
        });
        return entries.size() > before;
    }

    @Override
    public void close() {
        open.forEach(StateStore::close);
    }
}
