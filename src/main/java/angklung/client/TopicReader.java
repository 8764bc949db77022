package angklung.client;

import angklung.topic.TopicDef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads a topic from its start, as far as it is committed, again and again from where it stood. Not thread-safe.
 */
public final class TopicReader<K, V> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    /** Longer than a stage's transaction lives without its process: a minute, and the broker's look around. */
    private static final Duration DECISION_PATIENCE = Duration.ofSeconds(90);

    private static final Duration RETRY = Duration.ofMillis(10);

    private final Clients clients;
    private final Consumer<K, V> consumer;
    private final List<TopicPartition> partitions;

    /** Reads every partition of the topic. */
    public TopicReader(Clients clients, TopicDef<K, V> topic) {
        this(clients, topic, allPartitions(topic));
    }

    /** Reads the given partitions of the topic. */
    public TopicReader(Clients clients, TopicDef<K, V> topic, List<Integer> partitions) {
        this.clients = clients;
        this.partitions = partitions.stream().map(p -> new TopicPartition(topic.name(), p)).toList();
        this.consumer = clients.consumer(topic);
        consumer.assign(this.partitions);
        consumer.seekToBeginning(this.partitions);
    }

    /** All records that are committed now and were not returned before, by partition and offset. */
    public List<ConsumerRecord<K, V>> readToEnd() {
        return byPartition().values().stream().flatMap(List::stream).toList();
    }

    /**
     * As {@link #readToEnd(java.util.function.Consumer)} once every transaction that wrote here before this call has
     * ended. A transaction that is committed becomes visible partition by partition: who has read one of its records
     * elsewhere finds all of its records only this way.
     *
     * @throws TimeoutException naming the partition, if a transaction stays open
     */
    public void readDecided(java.util.function.Consumer<ConsumerRecord<K, V>> each) {
        awaitDecisions();
        readToEnd(each);
    }

    private void awaitDecisions() {
        long deadline = System.nanoTime() + DECISION_PATIENCE.toNanos();
        Map<TopicPartition, Long> written = clients.writtenEnds(partitions);
        for (List<TopicPartition> open = undecided(written); !open.isEmpty(); open = undecided(written)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("A transaction on " + open.get(0) + " is still open after "
                        + DECISION_PATIENCE.toSeconds() + " s; is a stage or a producer stuck?");
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    private List<TopicPartition> undecided(Map<TopicPartition, Long> written) {
        Map<TopicPartition, Long> stable = consumer.endOffsets(partitions);
        return partitions.stream().filter(p -> stable.get(p) < written.get(p)).toList();
    }

    /** As {@link #readToEnd()} without holding the records; partitions come mixed, each by offset. */
    public void readToEnd(java.util.function.Consumer<ConsumerRecord<K, V>> each) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions); // read_committed: the last stable offsets
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            consumer.poll(POLL).forEach(each);
        }
    }

    /** The last {@code count} committed records of each partition, by partition and offset; reading goes on there. */
    public List<ConsumerRecord<K, V>> readLast(int count) {
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        // Ends of transactions take offsets too: how far back the records lie is only found by looking.
        for (long back = 2L * count; ; back *= 2) {
            long distance = back;
            partitions.forEach(p -> consumer.seek(p, Math.max(starts.get(p), ends.get(p) - distance)));
            Map<TopicPartition, List<ConsumerRecord<K, V>>> read = byPartition();
            if (partitions.stream()
                    .allMatch(p -> read.get(p).size() >= count || ends.get(p) - distance <= starts.get(p))) {
                return read.values().stream()
                        .flatMap(records -> records.subList(Math.max(0, records.size() - count), records.size())
                                .stream())
                        .toList();
            }
        }
    }

    private Map<TopicPartition, List<ConsumerRecord<K, V>>> byPartition() {
        Map<TopicPartition, List<ConsumerRecord<K, V>>> read = new LinkedHashMap<>();
        partitions.forEach(p -> read.put(p, new ArrayList<>()));
        readToEnd(record -> read.get(new TopicPartition(record.topic(), record.partition())).add(record));
        return read;
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
