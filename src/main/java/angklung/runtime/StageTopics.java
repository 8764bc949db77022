package angklung.runtime;

import angklung.topic.TopicDef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.Serdes;

/** The topics of one stage: those of the catalogue that it reads and writes, and those that Kafka Streams made for it. */
final class StageTopics {
    /** Written and, but for a restore, never read. */
    private static final String CHANGELOG = "-changelog";

    private final Admin admin;
    private final String application;
    private final List<TopicDef<?, ?>> inputs;
    private final List<TopicDef<?, ?>> outputs;

    StageTopics(Admin admin, String application, List<TopicDef<?, ?>> inputs, List<TopicDef<?, ?>> outputs) {
        this.admin = admin;
        this.application = application;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** All that the stage reads: its inputs, and what it sends to itself; the latter are there once it runs. */
    List<TopicDef<?, ?>> read() {
        List<TopicDef<?, ?>> read = new ArrayList<>(inputs);
        read.addAll(internal());
        return read;
    }

    /**
     * Whether some transaction on the topics is not decided, or decided and not marked everywhere: a group's offsets
     * can be visible before the records of the same transaction are.
     */
    boolean transactionIsOpen() {
        List<TopicDef<?, ?>> all = read();
        all.addAll(outputs);
        List<TopicPartition> partitions = all.stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions()).mapToObj(p -> new TopicPartition(topic.name(), p)))
                .toList();
        return !ends(partitions, IsolationLevel.READ_COMMITTED).equals(ends(partitions, IsolationLevel.READ_UNCOMMITTED));
    }

    private List<TopicDef<?, ?>> internal() {
        List<String> names = get("topics", () -> admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(application + "-") && !name.endsWith(CHANGELOG))
                .sorted()
                .toList());
        Map<String, TopicDescription> found =
                get("internal topics", () -> admin.describeTopics(names).allTopicNames().get());
        return names.stream()
                .<TopicDef<?, ?>>map(name -> new TopicDef<>(
                        name, Serdes.ByteArray(), Serdes.ByteArray(), found.get(name).partitions().size(), Map.of()))
                .toList();
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel level) {
        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        partitions.forEach(p -> specs.put(p, OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found = get("ends of topics",
                () -> admin.listOffsets(specs, new ListOffsetsOptions(level)).all().get());
        Map<TopicPartition, Long> ends = new HashMap<>();
        found.forEach((p, info) -> ends.put(p, info.offset()));
        return ends;
    }

    /** What asks the broker. */
    private interface Question<T> {
        T ask() throws InterruptedException, ExecutionException;
    }

    private static <T> T get(String what, Question<T> question) {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw new KafkaException("The " + what + " cannot be read", e.getCause());
        }
    }
}
