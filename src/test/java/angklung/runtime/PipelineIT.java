package angklung.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import angklung.client.TopicReader;
import angklung.config.Settings;
import angklung.topic.TopicDef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of stages that copy text from one topic to another and break on the word "poison". */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
final class PipelineIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TopicDef<String, String> A = text("a");
    private static final TopicDef<String, String> B = text("b");
    private static final TopicDef<String, String> C = text("c");
    private static final Map<Stage, Supplier<Topology>> TOPOLOGIES =
            Map.of(Stage.INTAKE, () -> copy(A, B), Stage.TALLY, () -> copy(B, C));

    @TempDir
    private Path dir;

    private EmbeddedKafka kafka;
    private Settings settings;

    @BeforeEach
    void startBroker() throws Exception {
        kafka = EmbeddedKafka.start(dir.resolve("broker"));
        settings = TestSettings.of(kafka.bootstrapServers(), dir.resolve("state"), Map.of());
        try (Admin admin = settings.clients().admin()) {
            admin.createTopics(List.of(A, B, C).stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stopBroker() {
        kafka.close();
    }

    @Test
    void shouldRunEachStageAsAnApplicationOfItsOwnAndContinueAfterACleanClose() {
        try (Pipeline pipeline = Pipeline.start(settings, TOPOLOGIES)) {
            pipeline.awaitRunning(PATIENCE);
            write("one");
            assertThat(read(1)).containsExactly("one");
            assertThat(pipeline.groupId(Stage.TALLY)).isEqualTo("angklung-tally");
            assertThat(pipeline.failure()).isEmpty();
        }

        write("two");
        try (Pipeline pipeline = Pipeline.start(settings, TOPOLOGIES)) {
            pipeline.awaitRunning(PATIENCE);
            assertThat(read(2)).containsExactly("one", "two");
        }
    }

    @Test
    void shouldStopEveryStageWhenOneFailsAndSayWhichAndWhy() throws Exception {
        try (Pipeline pipeline = Pipeline.start(settings, TOPOLOGIES)) {
            pipeline.awaitRunning(PATIENCE);
            write("poison");

            Throwable failure = pipeline.failed().get(60, TimeUnit.SECONDS);

            assertThat(failure).hasMessageStartingWith("Stage intake failed: ").hasMessageContaining("cannot copy");
            assertThat(pipeline.failure()).contains(failure);
        }
        assertThat(read(0)).isEmpty();
    }

    @Test
    void shouldReportAStageThatFailsBeforeItRuns() {
        write("poison");

        try (Pipeline pipeline = Pipeline.start(settings, Map.of(Stage.POOL, () -> copy(text("missing"), C)))) {
            Throwable thrown = catchThrowable(() -> pipeline.awaitRunning(PATIENCE));

            assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("Stage pool failed");
        }
    }

    private void write(String value) {
        try (Producer<String, byte[]> producer = settings.clients().producer("test")) {
            producer.send(new ProducerRecord<>(A.name(), "key", value.getBytes()));
        }
    }

    /** What arrived at the end, once it is at least {@code count} records. */
    private List<String> read(int count) {
        List<String> values = new ArrayList<>();
        try (TopicReader<String, String> reader = new TopicReader<>(settings.clients(), C)) {
            do {
                reader.readSome(Duration.ofSeconds(1)).forEach(record -> values.add(record.value()));
            } while (values.size() < count);
        }
        return values;
    }

    private static TopicDef<String, String> text(String name) {
        return new TopicDef<>(name, Serdes.String(), Serdes.String(), 1, Map.of());
    }

    private static Topology copy(TopicDef<String, String> from, TopicDef<String, String> to) {
        return new Topology()
                .addSource("source", new StringDeserializer(), new StringDeserializer(), from.name())
                .addProcessor("copy", Copy::new, "source")
                .addSink("sink", to.name(), new StringSerializer(), new StringSerializer(), "copy");
    }

    private static final class Copy extends ContextualProcessor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {
            if (record.value().equals("poison")) {
                throw new IllegalStateException("cannot copy " + record.value());
            }
            context().forward(record);
        }
    }
}
