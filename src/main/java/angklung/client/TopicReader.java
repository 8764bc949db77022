package angklung.client;

import angklung.topic.TopicDef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic from its start, as far as it is committed, again and again from where it stood. Not thread-safe.
 */
public final class TopicReader<K, V> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<K, V> consumer;
    private final List<TopicPartition> partitions;

    /** Reads every partition of the topic. */
    public TopicReader(Clients clients, TopicDef<K, V> topic) {
        this(clients, topic, allPartitions(topic));
    }

    /** Reads the given partitions of the topic. */
    public TopicReader(Clients clients, TopicDef<K, V> topic, List<Integer> partitions) {
        this.partitions = partitions.stream().map(p -> new TopicPartition(topic.name(), p)).toList();
        this.consumer = clients.consumer(topic);
        consumer.assign(this.partitions);
        consumer.seekToBeginning(this.partitions);
    }

    /** All records that are committed now and were not returned before, by partition and offset. */
    public List<ConsumerRecord<K, V>> readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions); // read_committed: the last stable offsets
        Map<TopicPartition, List<ConsumerRecord<K, V>>> read = new HashMap<>();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            for (ConsumerRecord<K, V> record : consumer.poll(POLL)) {
                read.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), p -> new ArrayList<>())
                        .add(record);
            }
        }
        return partitions.stream().flatMap(p -> read.getOrDefault(p, List.of()).stream()).toList();
    }

    /** What a single fetch brings, waiting up to {@code patience}; empty if nothing came. */
    public List<ConsumerRecord<K, V>> readSome(Duration patience) {
        List<ConsumerRecord<K, V>> records = new ArrayList<>();
        consumer.poll(patience).forEach(records::add);
        return records;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static List<Integer> allPartitions(TopicDef<?, ?> topic) {
        List<Integer> all = new ArrayList<>();
        for (int p = 0; p < topic.partitions(); p++) {
            all.add(p);
        }
        return all;
    }
}
