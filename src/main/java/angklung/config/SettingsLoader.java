package angklung.config;

import angklung.topic.PartitionContract;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the settings: flags before environment before properties file before defaults. A key that is not known
 * stops the start, with the name that is nearest, because a misspelt setting is a setting that does not hold.
 *
 * <p>A variable's name is its key in upper case with '.' as '_', '_' as '__' and '-' as '___', as in the
 * apache/kafka image: ANGKLUNG_BOOTSTRAP_SERVERS is {@code bootstrap.servers}, KAFKA_SECURITY_PROTOCOL is
 * {@code kafka.security.protocol}, KAFKA_CONSUMER_FETCH_MIN_BYTES is {@code consumer.fetch.min.bytes}.
 */
public final class SettingsLoader {
    private static final String OWN = "ANGKLUNG_";

    /** Read by the log configuration and by the command line. */
    private static final Set<String> NOT_SETTINGS = Set.of("ANGKLUNG_LOG_LEVEL", "ANGKLUNG_DEBUG");

    /** Variables of Kafka's start scripts and image, which have nothing to do with clients. */
    private static final Set<String> OF_SCRIPTS = Set.of(
            "KAFKA_HOME", "KAFKA_OPTS", "KAFKA_HEAP_OPTS", "KAFKA_LOG4J_OPTS", "KAFKA_LOG4J_CMD_OPTS",
            "KAFKA_JVM_PERFORMANCE_OPTS", "KAFKA_JMX_OPTS", "KAFKA_JMX_PORT", "KAFKA_GC_LOG_OPTS", "KAFKA_DEBUG",
            "KAFKA_MODE", "KAFKA_VERSION", "KAFKA_LOG_DIR", "KAFKA_CONFIG", "KAFKA_DATA", "KAFKA_USER");

    /** What Kubernetes sets in every container for a service called kafka or angklung. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile("(KAFKA|ANGKLUNG)_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_[0-9]+_.*)?)");

    private final Map<String, String> environment;

    public SettingsLoader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * @param file properties file in UTF-8, or null for none
     * @param flags keys as in the file
     * @throws Failure with the code for wrong usage
     */
    public Settings load(Path file, Map<String, String> flags) {
        Map<String, String> keys = new HashMap<>();
        if (file != null) {
            keys.putAll(known(readFile(file), "in " + file));
        }
        keys.putAll(readEnvironment());
        keys.putAll(known(flags, "on the command line"));
        return settings(keys);
    }

    /** The environment variable of one of Angklung's own keys. */
    public static String variable(String key) {
        return OWN + escape(key);
    }

    private Map<String, String> readEnvironment() {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String variable : new TreeSet<>(environment.keySet())) {
            String key = keyOf(variable);
            if (key == null) {
                continue;
            }
            check(key, "the environment variable " + variable, SettingsLoader::variable);
            if (keys.put(key, environment.get(variable)) != null) {
                throw Failure.usage(key + " is set by two environment variables, one of them " + variable);
            }
        }
        return keys;
    }

    /** The key that a variable stands for, or null if it is none of ours. */
    private static String keyOf(String variable) {
        if (NOT_SETTINGS.contains(variable) || OF_SCRIPTS.contains(variable)
                || OF_KUBERNETES.matcher(variable).matches()) {
            return null;
        }
        if (variable.startsWith(OWN)) {
            return unescape(variable.substring(OWN.length()));
        }
        if (variable.startsWith("KAFKA_CONSUMER_") || variable.startsWith("KAFKA_PRODUCER_")) {
            return unescape(variable.substring("KAFKA_".length()));
        }
        return variable.startsWith("KAFKA_") ? unescape(variable) : null;
    }

    private static Map<String, String> known(Map<String, String> keys, String where) {
        new TreeSet<>(keys.keySet()).forEach(key -> check(key, key + " " + where, suggestion -> suggestion));
        return keys;
    }

    /** Refuses a key that does not exist or may not be set. */
    private static void check(String key, String what, UnaryOperator<String> spelling) {
        if (ownNames().contains(key)) {
            return;
        }
        String group = key.substring(0, Math.max(0, key.indexOf('.')));
        Set<String> names = ClientKeys.BY_GROUP.get(group);
        if (names == null) {
            throw unknown(what, Suggestion.nearest(key, allNames()), spelling);
        }
        String name = key.substring(group.length() + 1);
        String whyFixed = ClientKeys.whyFixed(name);
        if (whyFixed != null) {
            throw Failure.usage(what + " may not be set: " + whyFixed);
        }
        if (!names.contains(name)) {
            throw unknown(what, Suggestion.nearest(name, names).map(near -> group + "." + near), spelling);
        }
    }

    private static Failure unknown(
            String what, Optional<String> nearest, UnaryOperator<String> spelling) {
        String hint = nearest.map(spelling).map(near -> "; did you mean " + near + "?").orElse("");
        return Failure.usage("Unknown setting: " + what + hint);
    }

    private static Set<String> ownNames() {
        return Properties.all().stream().map(Property::name).collect(Collectors.toUnmodifiableSet());
    }

    private static Collection<String> allNames() {
        return Stream.concat(
                        ownNames().stream(),
                        ClientKeys.BY_GROUP.entrySet().stream()
                                .flatMap(group -> group.getValue().stream().map(name -> group.getKey() + "." + name)))
                .toList();
    }

    private static Map<String, String> readFile(Path file) {
        Map<String, String> keys = new LinkedHashMap<>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            new OnceOnly(file, keys).load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, "Cannot read the configuration file " + file + ": " + e, e);
        }
        return keys;
    }

    private static String escape(String key) {
        return key.replace("_", "__").replace("-", "___").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String unescape(String name) {
        return Pattern.compile("_{1,3}")
                .matcher(name.toLowerCase(Locale.ROOT))
                .replaceAll(run -> switch (run.group().length()) {
                    case 1 -> ".";
                    case 2 -> "_";
                    default -> "-";
                });
    }

    private static Settings settings(Map<String, String> keys) {
        PartitionContract partitions = new PartitionContract(
                read(Properties.PARTITIONS_INTAKE, keys),
                read(Properties.PARTITIONS_TALLY, keys),
                read(Properties.PARTITIONS_POOL, keys),
                read(Properties.PARTITIONS_SETTLEMENT, keys));
        int replicationFactor = read(Properties.REPLICATION_FACTOR, keys);
        int minInsyncReplicas = read(Properties.MIN_INSYNC_REPLICAS, keys);
        if (minInsyncReplicas > replicationFactor) {
            throw Failure.usage(Properties.MIN_INSYNC_REPLICAS.name() + " is " + minInsyncReplicas + " and "
                    + Properties.REPLICATION_FACTOR.name() + " only " + replicationFactor
                    + ": nothing could ever be written");
        }
        return new Settings(
                read(Properties.BOOTSTRAP_SERVERS, keys),
                read(Properties.REGISTRY_URL, keys),
                read(Properties.TOPIC_PREFIX, keys),
                read(Properties.APPLICATION_ID_PREFIX, keys),
                read(Properties.DSPS, keys),
                partitions,
                read(Properties.STATE_DIR, keys),
                read(Properties.THREADS, keys),
                read(Properties.COMMIT_INTERVAL, keys),
                replicationFactor,
                minInsyncReplicas,
                read(Properties.STANDBY_REPLICAS, keys),
                read(Properties.ROCKSDB_MEMORY_MB, keys),
                read(Properties.DEDUP_HORIZON_DAYS, keys),
                read(Properties.FOLLOW_SUBSCRIBERS, keys),
                read(Properties.MINOR_OVERCLAIM, keys),
                read(Properties.PROVISIONAL_INTERVAL, keys),
                read(Properties.CLOSE_GRACE, keys),
                log(keys),
                chain(keys),
                group("kafka", keys),
                group("consumer", keys),
                group("producer", keys),
                group("registry", keys));
    }

    private static LogSettings log(Map<String, String> keys) {
        return new LogSettings(
                read(Properties.LOG_ORIGIN, keys),
                read(Properties.LOG_DIR, keys),
                read(Properties.LOG_KEYS, keys),
                read(Properties.LOG_POLICY, keys),
                read(Properties.SUBJECT_KEYS_DIR, keys),
                read(Properties.RETENTION_YEARS, keys));
    }

    private static ChainSettings chain(Map<String, String> keys) {
        return new ChainSettings(
                read(Properties.CHAIN_RPC, keys),
                read(Properties.CHAIN_ID, keys),
                read(Properties.CHAIN_WITNESS, keys),
                read(Properties.CHAIN_DISTRIBUTOR, keys),
                read(Properties.CHAIN_KEY, keys),
                read(Properties.CHAIN_SIGNER, keys),
                read(Properties.CHAIN_ACCOUNT, keys),
                read(Properties.CHAIN_CONFIRMATIONS, keys),
                read(Properties.CHAIN_HIGHEST_FEE, keys));
    }

    private static <T> T read(Property<T> property, Map<String, String> keys) {
        String text = keys.getOrDefault(property.name(), property.defaultText());
        try {
            return property.read(text);
        } catch (IllegalArgumentException e) {
            throw new Failure(Failure.USAGE, property.name() + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, String> group(String group, Map<String, String> keys) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(group + "."))
                .collect(Collectors.toMap(
                        entry -> entry.getKey().substring(group.length() + 1), Map.Entry::getValue));
    }

    /** Java's reader of properties lets the last of two equal keys win without a word. */
    private static final class OnceOnly extends java.util.Properties {
        private static final long serialVersionUID = 1L;

        private final transient Path file;
        private final transient Map<String, String> keys;

        OnceOnly(Path file, Map<String, String> keys) {
            this.file = file;
            this.keys = keys;
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            if (keys.put((String) key, (String) value) != null) {
                throw Failure.usage(key + " is set twice in " + file);
            }
            return null;
        }
    }
}
