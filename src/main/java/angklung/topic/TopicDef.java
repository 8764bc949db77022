package angklung.topic;

import java.util.Map;
import org.apache.kafka.common.serialization.Serde;

/**
 * One topic as one value: name, serdes, partitions and settings. No topic name stands anywhere else.
 *
 * @param partitions part of the contract between the stages; never changed once the topic has data
 * @param settings topic settings that must hold, by Kafka's names
 */
public record TopicDef<K, V>(
        String name, Serde<K> key, Serde<V> value, int partitions, Map<String, String> settings) {

    public TopicDef {
        settings = Map.copyOf(settings);
    }
}
