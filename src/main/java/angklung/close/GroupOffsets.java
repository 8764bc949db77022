package angklung.close;

import angklung.topic.TopicDef;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;

/** How far a consumer group has come, by what it committed. */
public final class GroupOffsets {
    private final Admin admin;

    public GroupOffsets(Admin admin) {
        this.admin = admin;
    }

    /** The offset that the group has committed on each partition, 0 where it never did. */
    public List<Long> committed(String groupId, TopicDef<?, ?> topic) {
        Map<TopicPartition, OffsetAndMetadata> offsets = committed(groupId);
        return IntStream.range(0, topic.partitions())
                .mapToObj(p -> offsets.get(new TopicPartition(topic.name(), p)))
                .map(offset -> offset == null ? 0L : offset.offset())
                .toList();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String groupId) {
        try {
            return admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata().get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of(); // never started: nothing is consumed
            }
            throw new KafkaException("The offsets of group " + groupId + " cannot be read", e.getCause());
        }
    }
}
