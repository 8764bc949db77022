package angklung.runtime;

import angklung.config.Settings;
import angklung.stage.RocksMemory;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/** Makes the Kafka Streams application of a stage, with every setting that exactness or speed needs. */
public final class StreamsFactory {
    /** Six commit intervals of the longest kind; a process that dies with its state blocks readers for so long. */
    private static final int TRANSACTION_TIMEOUT_MS = 60_000;

    /** One fetch fills one buffer: more would be held twice, less would starve the task. */
    private static final int POLL_RECORDS_MAX = 2_000;

    private final Settings settings;

    public StreamsFactory(Settings settings) {
        this.settings = settings;
    }

    /** Identifier of the stage's application, which is also its consumer group. */
    public String applicationId(Stage stage) {
        return settings.applicationIdPrefix() + "-" + stage.label();
    }

    /** The application, not yet started. */
    StageClient create(Stage stage, Topology topology) {
        Map<String, Object> config = config(stage);
        RocksMemory.Shared memory = RocksMemory.share(config, settings.rocksdbMemoryMb() * (1L << 20));
        return new StageClient(stage, new KafkaStreams(topology, new StreamsConfig(config)), memory);
    }

    /** All settings of the stage's application but for the memory of its stores, which is made with it. */
    public Map<String, Object> config(Stage stage) {
        Map<String, Object> config = new HashMap<>();
        putTuning(config, stage);
        putOverrides(config);
        putPlace(config, stage);
        putExactness(config);
        return config;
    }

    private void putPlace(Map<String, Object> config, Stage stage) {
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(stage));
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        // Each application has a directory of its own below. It also holds the process's identity: with it, a
        // restart fences its old transactions at once instead of waiting for them to time out.
        config.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toAbsolutePath().toString());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        // An unclean exit wipes local state; with a standby another process goes on without restoring it all.
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        // The default of 100 ms under exactly-once: a transaction costs more than the latency that it saves.
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
        // Changelogs must be as durable as the ledger that is made from them.
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
        config.put(
                StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG), settings.minInsyncReplicas());
    }

    /** What no setting may change; put last. */
    @SuppressWarnings("deprecation") // the switch goes away when its value becomes the only one, in Kafka 5
    private static void putExactness(Map<String, Object> config) {
        // The default is still at_least_once.
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(consumer(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        // A new stage reads from the beginning: no play may be skipped because it came before the stage.
        config.put(consumer(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // A generated name changes with the topology and would orphan state.
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // Turning it on later would rename internal topics.
        config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.NO_OPTIMIZATION);
        // After a stage's first node every exception is a bug. To resume would commit its partial effects.
        config.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailExceptionHandler.class);
        config.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class);
        config.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DefaultProductionExceptionHandler.class);
        config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
    }

    private void putTuning(Map<String, Object> config, Stage stage) {
        if (stage == Stage.INTAKE) {
            // Else Kafka 4.3 formats a message for every empty source and every play, a fifth of the stage's time:
            // commands and agreements are mostly empty. Nothing rests on the order between sources: a cut is where
            // the task stands, and agreements have another hop behind them anyway.
            config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        }
        if (stage == Stage.RIGHTS) {
            // The same; and what its internal topics bring means the same in any order.
            config.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        }
        // The protocol "streams" has neither static membership nor warm-up replicas in 4.3.
        config.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // Only stores that ask for a cache use it: without one, the Processor API is faster.
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64L << 20);
        config.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, POLL_RECORDS_MAX);
        // The default of 10 s is less than a stalled rebalance takes (KAFKA-19853).
        putProducer(config, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        // Batches worth compressing; a commit sends what is pending without waiting.
        putProducer(config, ProducerConfig.LINGER_MS_CONFIG, 20);
        putProducer(config, ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        putProducer(config, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        putConsumer(config, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
        putConsumer(config, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        // Larger fetches while there is a backlog; the wait is short, because commands are single small records.
        putConsumer(config, ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 64 * 1024);
        putConsumer(config, ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        // After an unclean exit the partitions wait for so long; the default of 45 s is most of a recovery.
        putConsumer(config, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 15_000);
    }

    /** A setting for all clients must also win against a default for one kind of client. */
    private void putProducer(Map<String, Object> config, String name, Object standard) {
        if (!settings.kafka().containsKey(name)) {
            config.put(StreamsConfig.producerPrefix(name), standard);
        }
    }

    private void putConsumer(Map<String, Object> config, String name, Object standard) {
        if (!settings.kafka().containsKey(name)) {
            config.put(consumer(name), standard);
        }
    }

    private void putOverrides(Map<String, Object> config) {
        config.putAll(settings.kafka());
        settings.consumer().forEach((name, value) -> config.put(consumer(name), value));
        settings.producer().forEach((name, value) -> config.put(StreamsConfig.producerPrefix(name), value));
    }

    private static String consumer(String name) {
        return StreamsConfig.consumerPrefix(name);
    }
}
