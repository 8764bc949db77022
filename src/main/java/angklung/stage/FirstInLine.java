package angklung.stage;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Timestamps of commands, plans and reference data: always 0. A task takes the buffered record with the lowest
 * timestamp, so these do not wait behind a backlog of plays; 0 does not move stream time.
 */
public final class FirstInLine implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return 0;
    }
}
