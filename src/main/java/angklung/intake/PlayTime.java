package angklung.intake;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a play's record, not of the play: what a service writes into a play decides neither the order of
 * processing nor stream time. A record without a time counts as one of 1970, whose play is refused by the clock
 * rule; the default extractor would stop the process instead.
 */
final class PlayTime implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, record.timestamp());
    }
}
