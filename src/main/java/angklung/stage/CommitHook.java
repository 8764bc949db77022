package angklung.stage;

import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Lets a processor act inside the commit of its task: after the last record of the transaction, before the
 * producer is flushed and the offsets are added. What it forwards and writes to stores then belongs to the same
 * transaction as the records that caused it, so it may combine records in plain heap between two commits: the
 * heap is empty whenever a commit ends, and a crash takes it back together with the offsets. No changelog is
 * needed and nothing is lost.
 *
 * <p>Kafka Streams has no public hook before a commit. This is a store without content that implements Kafka's
 * internal {@link CachedStateStore}, whose {@code flushCache} {@code StreamTask.prepareCommit} calls for exactly
 * this purpose: records that a cache combined are forwarded there. The price is one internal interface, stable
 * since 2.7; a test fails if Kafka stops calling it. The alternative, a logged store that a punctuator drains,
 * writes every count twice.
 *
 * <p>Stores that the action writes must have no record cache: theirs may have been flushed already. A standby
 * task has no processor, so its hook has no action.
 */
public final class CommitHook implements StateStore, CachedStateStore<Object, Object> {
    private final String name;
    private boolean open;
    private InternalProcessorContext<?, ?> context;
    private ProcessorNode<?, ?, ?, ?> node;
    private Action action;

    /** What a processor does at a commit. */
    public interface Action {
        /** Time of the records that {@link #beforeCommit} sends, in epoch millis; at commit no record has one. */
        long time();

        /** Forwards and stores everything that only the heap holds; afterwards the heap buffer is empty. */
        void beforeCommit();

        /** Forgets everything that only the heap holds: the transaction that it came from is not committed. */
        void discard();
    }

    private CommitHook(String name) {
        this.name = name;
    }

    /** A hook as a store that is connected to the one processor that uses it. */
    public static StoreDef<CommitHook> define(String name) {
        return new StoreDef<>(new Builder(name));
    }

    /**
     * Registers the action of the processor that is being initialised; replaces an earlier one, because a resumed
     * task initialises its processors again.
     */
    public void register(ProcessorContext<?, ?> processorContext, Action hookAction) {
        if (!(processorContext instanceof InternalProcessorContext<?, ?> internal)) {
            throw new IllegalStateException("Store " + name + " needs the context of a task, not "
                    + processorContext.getClass().getName());
        }
        if (internal.currentNode() == null) {
            throw new IllegalStateException("Store " + name + ": register the action in Processor.init");
        }
        this.context = internal;
        this.node = internal.currentNode();
        this.action = hookAction;
    }

    /**
     * Called by the task in its commit. At that time no node is current and no record is being processed, so both
     * are set here, as Kafka's own caches do: what is forwarded goes to the children of the registered node.
     */
    @Override
    public void flushCache() {
        if (action == null) {
            return;
        }
        ProcessorNode<?, ?, ?, ?> callersNode = context.currentNode();
        ProcessorRecordContext callersRecord = context.recordContext();
        long callersTime = context.currentSystemTimeMs();
        long time = action.time();
        context.setCurrentNode(node);
        context.setRecordContext(new ProcessorRecordContext(time, -1, -1, null, new RecordHeaders()));
        context.setSystemTimeMs(time);
        try {
            action.beforeCommit();
        } finally {
            context.setCurrentNode(callersNode);
            context.setRecordContext(callersRecord);
            context.setSystemTimeMs(callersTime);
        }
    }

    /** Called when an active task becomes a standby: its processors are gone. */
    @Override
    public void clearCache() {
        forget();
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Object, Object> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext stateStoreContext, StateStore root) {
        forget();
        stateStoreContext.register(root, (key, value) -> {
            throw new IllegalStateException("Store " + name + " has no changelog, yet a record of one arrived");
        });
        open = true;
    }

    @Override
    public void close() {
        forget();
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private void forget() {
        if (action != null) {
            action.discard();
        }
        action = null;
        node = null;
        context = null;
    }

    private record Builder(String name) implements StoreBuilder<CommitHook> {
        @Override
        public CommitHook build() {
            return new CommitHook(name);
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitHook> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("Store " + name + " has nothing to log");
        }

        @Override
        public StoreBuilder<CommitHook> withCachingEnabled() {
            throw new UnsupportedOperationException("Store " + name + " has nothing to cache");
        }
    }
}
