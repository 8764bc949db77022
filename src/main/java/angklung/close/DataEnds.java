package angklung.close;

import angklung.client.Clients;
import angklung.topic.TopicDef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Finds where the data of a topic ends: the offset behind the last record that a read_committed consumer sees.
 *
 * <p>The last stable offset is no such place. Markers of transactions and aborted records stand between, nobody
 * ever receives them, and a consumer that restarts behind the last record need not commit an offset beyond it; who
 * waits for the last stable offset may wait for ever. The last record, though, was consumed or it was not.
 */
public final class DataEnds {
    private static final Duration POLL = Duration.ofMillis(100);

    /** Enough for the usual tail of one commit marker; doubled until a record is found. */
    private static final long FIRST_WINDOW_OFFSETS = 64;

    private final Clients clients;

    public DataEnds(Clients clients) {
        this.clients = clients;
    }

    /** The offset behind the last committed data record of each partition, 0 where there is none. */
    public List<Long> of(TopicDef<?, ?> topic) {
        // As bytes: whether a record can be decoded is for intake to say.
        TopicDef<byte[], byte[]> raw = new TopicDef<>(
                topic.name(), Serdes.ByteArray(), Serdes.ByteArray(), topic.partitions(), topic.settings());
        try (Consumer<byte[], byte[]> consumer = clients.consumer(raw)) {
            List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(p -> new TopicPartition(topic.name(), p))
                    .toList();
            consumer.assign(partitions); // or the client warns that it learns of partitions that it was not given
            Map<TopicPartition, Long> stable = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
            return partitions.stream()
                    .map(p -> searchBack(consumer, p, starts.get(p), stable.get(p)))
                    .toList();
        }
    }

    /** Reads windows that lie in front of one another and double in size, so no offset is read twice. */
    private static long searchBack(Consumer<?, ?> consumer, TopicPartition partition, long start, long stable) {
        consumer.assign(List.of(partition));
        long to = stable;
        long window = FIRST_WINDOW_OFFSETS;
        while (to > start) {
            long from = Math.max(start, to - window);
            long end = lastDataEnd(consumer, partition, from, to);
            if (end > 0) {
                return end;
            }
            to = from;
            window *= 2;
        }
        return 0;
    }

    /** The offset behind the last data record of [from, to), 0 if it has none. */
    private static long lastDataEnd(Consumer<?, ?> consumer, TopicPartition partition, long from, long to) {
        consumer.seek(partition, from);
        long end = 0;
        while (consumer.position(partition) < to) {
            for (ConsumerRecord<?, ?> record : consumer.poll(POLL)) {
                if (record.offset() < to) {
                    end = record.offset() + 1;
                }
            }
        }
        return end;
    }
}
