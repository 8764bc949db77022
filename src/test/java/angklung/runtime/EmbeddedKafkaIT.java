package angklung.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.topic.TopicDef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedKafkaIT {
    private static final TopicDef<String, String> TOPIC =
            new TopicDef<>("notes", Serdes.String(), Serdes.String(), 2, Map.of());

    @Test
    void shouldKeepCommittedRecordsOverARestartAndNeverShowAbortedOnes(@TempDir Path dir) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("broker"))) {
            createTopic(kafka);
            write(kafka, "first", true);
            write(kafka, "aborted", false);
            assertThat(values(kafka)).containsExactly("first");
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("broker"))) {
            assertThat(values(kafka)).containsExactly("first");
            write(kafka, "second", true);
            assertThat(values(kafka)).containsExactly("first", "second");
        }
    }

    @Test
    void shouldReadWhatAnOpenTransactionDecidesOnceItIsDecided(@TempDir Path dir) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("broker"))) {
            createTopic(kafka);
            FutureTask<List<String>> reading = new FutureTask<>(() -> values(kafka));
            Thread reader = new Thread(reading);
            try (Producer<String, byte[]> producer = clients(kafka).transactionalProducer("writer")) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC.name(), 1, "key", "open".getBytes())).get();
                reader.start();
                while (reader.isAlive() && reader.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                assertThat(reading.isDone()).isFalse();
                producer.commitTransaction();
            }
            assertThat(reading.get()).containsExactly("open");
        }
    }

    private static void createTopic(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = clients(kafka).admin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC.name(), TOPIC.partitions(), (short) 1))).all().get();
        }
    }

    private static void write(EmbeddedKafka kafka, String value, boolean commit) {
        try (Producer<String, byte[]> producer = clients(kafka).transactionalProducer("writer")) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC.name(), 1, "key", value.getBytes()));
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static List<String> values(EmbeddedKafka kafka) {
        try (TopicReader<String, String> reader = new TopicReader<>(clients(kafka), TOPIC)) {
            List<String> values = new ArrayList<>();
            reader.readDecided(record -> values.add(record.value()));
            return values;
        }
    }

    private static Clients clients(EmbeddedKafka kafka) {
        return new Clients(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }
}
