package angklung.topic;

import angklung.model.Bucket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Which partition a record goes to. Senders count what they send by target partition and receivers check it, so
 * both must agree on this class alone, not on a client's default.
 */
public final class Partitioning {
    private Partitioning() {}

    /** The partition that Kafka's own clients choose for a UTF-8 key: murmur2, modulo the partitions. */
    public static int ofKey(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** The partition of a recording: its bucket, modulo the partitions. */
    public static int ofIsrc(String isrc, int partitions) {
        return Bucket.partition(Bucket.of(isrc), partitions);
    }

    /** Every record to every partition. */
    public static <V> StreamPartitioner<String, V> multicast() {
        return new Mixed<>(record -> true, byKey());
    }

    /** Records that satisfy {@code mark} to every partition, all others by {@link #ofKey}. */
    public static <V> StreamPartitioner<String, V> marksMulticastOthersByKey(Predicate<V> mark) {
        return new Mixed<>(mark, byKey());
    }

    /** Records that satisfy {@code mark} to every partition, all others by {@link #ofIsrc} of what they are about. */
    public static <V> StreamPartitioner<String, V> marksMulticastOthersByIsrc(
            Predicate<V> mark, Function<V, String> isrc) {
        return new Mixed<>(mark, (key, value, partitions) -> ofIsrc(isrc.apply(value), partitions));
    }

    /** Every record to the partition that it names. */
    public static <V> StreamPartitioner<String, V> named(ToIntFunction<V> partition) {
        return (topic, key, value, partitions) -> Optional.of(Set.of(partition.applyAsInt(value)));
    }

    private static <V> Single<V> byKey() {
        return (key, value, partitions) -> ofKey(key, partitions);
    }

    /** One partition for a record. */
    private interface Single<V> {
        int partition(String key, V value, int partitions);
    }

    private record Mixed<V>(Predicate<V> mark, Single<V> single) implements StreamPartitioner<String, V> {
        @Override
        public Optional<Set<Integer>> partitions(String topic, String key, V value, int partitions) {
            if (mark.test(value)) {
                return Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet()));
            }
            return Optional.of(Set.of(single.partition(key, value, partitions)));
        }
    }
}
