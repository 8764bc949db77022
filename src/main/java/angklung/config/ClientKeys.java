package angklung.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;

/** Which settings of Kafka's clients and of the registry's client may be given, by group. */
final class ClientKeys {
    /** Known to at least one of the plain clients. */
    static final Set<String> PLAIN =
            union(AdminClientConfig.configNames(), ConsumerConfig.configNames(), ProducerConfig.configNames());

    /** Names by the group that stands before them in a file: {@code consumer.fetch.min.bytes}. */
    static final Map<String, Set<String>> BY_GROUP = Map.of(
            "kafka", union(PLAIN, StreamsConfig.configDef().names()),
            "consumer", union(ConsumerConfig.configNames()),
            "producer", union(ProducerConfig.configNames()),
            "registry", registryNames());

    /** Why a setting is not open to choice. */
    private static final Map<String, String> FIXED = fixed();

    private ClientKeys() {}

    /** Why the setting may not be given, or null if it may. */
    static String whyFixed(String name) {
        return FIXED.get(name);
    }

    private static Map<String, String> fixed() {
        Map<String, String> fixed = new HashMap<>();
        for (String name : List.of(
                "processing.guarantee", "isolation.level", "enable.idempotence", "acks", "transactional.id",
                "enable.auto.commit", "auto.offset.reset", "partitioner.class", "partitioner.ignore.keys",
                "key.serializer", "value.serializer", "key.deserializer", "value.deserializer", "default.key.serde",
                "default.value.serde", "default.timestamp.extractor", "deserialization.exception.handler",
                "default.deserialization.exception.handler", "production.exception.handler",
                "default.production.exception.handler", "processing.exception.handler",
                "processing.exception.handler.global.enabled", "errors.dead.letter.queue.topic.name",
                "allow.auto.create.topics", "ensure.explicit.internal.resource.naming", "topology.optimization",
                "group.id")) {
            fixed.put(name, "that every amount is counted once rests on it, so it is not open to choice");
        }
        Map<String, Property<?>> own = Map.of(
                "bootstrap.servers", Properties.BOOTSTRAP_SERVERS,
                "application.id", Properties.APPLICATION_ID_PREFIX,
                "state.dir", Properties.STATE_DIR,
                "num.stream.threads", Properties.THREADS,
                "commit.interval.ms", Properties.COMMIT_INTERVAL,
                "replication.factor", Properties.REPLICATION_FACTOR,
                "num.standby.replicas", Properties.STANDBY_REPLICAS);
        own.forEach((name, property) -> fixed.put(
                name, "set " + property.name() + " (or " + SettingsLoader.variable(property.name()) + ") instead"));
        return Map.copyOf(fixed);
    }

    /** Credentials, TLS and the registration of schemas; what would change the records themselves is not open. */
    private static Set<String> registryNames() {
        Set<String> names = new TreeSet<>(List.of(
                "auto.register.schemas", "normalize.schemas", "basic.auth.credentials.source",
                "basic.auth.user.info", "proxy.host", "proxy.port"));
        new ConfigDef().withClientSslSupport().names().forEach(name -> names.add("schema.registry." + name));
        return Set.copyOf(names);
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        return Arrays.stream(sets).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}
