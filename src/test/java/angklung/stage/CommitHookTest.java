package angklung.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fails if Kafka Streams stops calling the hook inside a commit. */
class CommitHookTest {
    @TempDir
    Path stateDir;

    private final StoreDef<CommitHook> hook = CommitHook.define("hook");
    private final StoreDef<KeyValueStore<String, String>> store = new StoreDef<>(Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("store"), Serdes.String(), Serdes.String())
            .withCachingDisabled());

    @Test
    void shouldForwardAndStoreInsideTheCommitWhatWasHeldInTheHeap() {
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(), config())) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            TestOutputTopic<String, String> out =
                    driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
            in.pipeInput("k", "one", 1_000);
            TestRecord<String, String> sent = out.readRecord();
            assertThat(sent.value()).isEqualTo("one");
            assertThat(sent.timestamp()).isEqualTo(77);
            in.pipeInput("k", "two", 2_000);
            assertThat(out.readValue()).isEqualTo("two");
            assertThat(out.isEmpty()).isTrue();
            assertThat(driver.<String, String>getKeyValueStore("store").get("k")).isEqualTo("two");
        }
    }

    @Test
    void shouldPassOnAnErrorSoThatTheCommitFails() {
        try (TopologyTestDriver driver = new TopologyTestDriver(topology(), config())) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            assertThatThrownBy(() -> in.pipeInput("k", "fail")).hasStackTraceContaining("asked to fail");
        }
    }

    @Test
    void shouldDoNothingWithoutAnAction() {
        CommitHook standby = hook.builder().build();
        standby.init(new MockProcessorContext<>().getStateStoreContext(), standby);
        standby.flushCache();
        standby.clearCache();
        standby.flushCache();
        assertThat(standby.isOpen()).isTrue();
        assertThat(standby.persistent()).isFalse();
        standby.close();
        standby.close();
        assertThat(standby.isOpen()).isFalse();
    }

    @Test
    void shouldRefuseAContextThatIsNotATasks() {
        CommitHook built = hook.builder().build();
        assertThatThrownBy(() -> built.register(new MockProcessorContext<>(), new Buffering(hook, store)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldHaveNoChangelogAndNoCache() {
        assertThat(hook.builder().loggingEnabled()).isFalse();
        assertThat(hook.name()).isEqualTo("hook");
    }

    private Topology topology() {
        return new Topology()
                .addSource("source", new StringDeserializer(), new StringDeserializer(), "in")
                .addProcessor("buffer", () -> new Buffering(hook, store), "source")
                .addStateStore(store.builder(), "buffer")
                .addStateStore(hook.builder(), "buffer")
                .addSink("sink", "out", new StringSerializer(), new StringSerializer(), "buffer");
    }

    private Properties config() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "hook-test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return config;
    }

    /** Forwards nothing while it processes; everything leaves in the commit. */
    private static final class Buffering implements Processor<String, String, String, String>, CommitHook.Action {
        private final StoreDef<CommitHook> hook;
        private final StoreDef<KeyValueStore<String, String>> store;
        private final List<Record<String, String>> buffer = new ArrayList<>();
        private ProcessorContext<String, String> context;
        private KeyValueStore<String, String> values;

        Buffering(StoreDef<CommitHook> hook, StoreDef<KeyValueStore<String, String>> store) {
            this.hook = hook;
            this.store = store;
        }

        @Override
        public void init(ProcessorContext<String, String> processorContext) {
            context = processorContext;
            values = store.get(context);
            hook.get(context).register(context, this);
        }

        @Override
        public void process(Record<String, String> record) {
            buffer.add(record);
        }

        @Override
        public long time() {
            return 77;
        }

        @Override
        public void beforeCommit() {
            for (Record<String, String> record : buffer) {
                if (record.value().equals("fail")) {
                    buffer.clear();
                    throw new IllegalStateException("asked to fail");
                }
                values.put(record.key(), record.value());
                context.forward(record.withTimestamp(time()));
            }
            buffer.clear();
        }

        @Override
        public void discard() {
            buffer.clear();
        }
    }
}
