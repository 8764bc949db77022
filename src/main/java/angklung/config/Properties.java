package angklung.config;

import angklung.model.Bucket;
import angklung.model.Identifiers;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The catalogue of Angklung's own settings. */
public final class Properties {
    /** Characters of topic names and application identifiers. A dot would collide with underscores in metrics. */
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    private static final Pattern ORIGIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,254}");

    public static final Property<String> BOOTSTRAP_SERVERS = new Property<>(
            "bootstrap.servers", "localhost:9092", text -> text, Properties::servers,
            "Brokers to start from: host:port, separated by commas.");

    public static final Property<String> REGISTRY_URL = new Property<>(
            "schema.registry.url", "http://localhost:8081", text -> text, Properties::url,
            "Schema registry; mock://NAME for one inside this process.");

    public static final Property<String> TOPIC_PREFIX = new Property<>(
            "topic.prefix", "royalty", text -> text, Properties::prefix, "First part of every topic name.");

    public static final Property<String> APPLICATION_ID_PREFIX = new Property<>(
            "application.id.prefix", "angklung", text -> text, Properties::prefix,
            "First part of every stage's application identifier; the stage's name is the second.");

    public static final Property<List<String>> DSPS = new Property<>(
            "dsps", "", Properties::list, Properties::dsps,
            "Services whose plays are read, separated by commas; each has a topic of its own.");

    public static final Property<Integer> PARTITIONS_INTAKE = partitions("intake", 1_000);
    public static final Property<Integer> PARTITIONS_TALLY = partitions("tally", Bucket.COUNT);
    public static final Property<Integer> PARTITIONS_POOL = partitions("pool", 1_000);
    public static final Property<Integer> PARTITIONS_SETTLEMENT = partitions("settlement", 1_000);

    /** Not below the system's temporary directory: what is lost there is restored in full at the next start. */
    public static final Property<Path> STATE_DIR = new Property<>(
            "state.dir", "angklung-state", Path::of, value -> Optional.empty(),
            "Directory of the stages' local state; keep it between starts.");

    public static final Property<Integer> THREADS =
            number("threads", 2, 1, 256, "Threads of each stage in this process.");

    /** At most a sixth of the transaction timeout, so that a commit may be late without being aborted. */
    public static final Property<Duration> COMMIT_INTERVAL = new Property<>(
            "commit.interval.ms", "500", text -> Duration.ofMillis(integer(text)),
            value -> range(value.toMillis(), 10, 10_000),
            "Time between commits, in milliseconds; nothing is visible downstream before.");

    public static final Property<Integer> REPLICATION_FACTOR =
            number("replication.factor", 3, 1, 32, "Copies of every partition that is created.");

    public static final Property<Integer> MIN_INSYNC_REPLICAS =
            number("min.insync.replicas", 2, 1, 32, "Copies that must have a record before it counts as written.");

    public static final Property<Integer> STANDBY_REPLICAS =
            number("standby.replicas", 0, 0, 8, "Warm copies of the stages' state in other processes.");

    /** Half of it may be write buffers of 64 MB; with less, every buffer is flushed before it is full. */
    public static final Property<Integer> ROCKSDB_MEMORY_MB = number(
            "rocksdb.memory.mb", 256, 32, 1 << 20,
            "Native memory of each stage's state in this process, beside the heap.");

    /** What a comparison with user-centric terms needs costs room, so it is not kept unless somebody asks for it. */
    public static final Property<Boolean> FOLLOW_SUBSCRIBERS = new Property<>(
            "intake.follow-subscribers", "agreed", Properties::isAll, value -> Optional.empty(),
            "Whose plays intake keeps by subscriber: agreed, where an agreement weighs them so, or all, for what-if.");

    /** 115 % is common in the United States; the parties may agree another. */
    public static final Property<Integer> MINOR_OVERCLAIM = number(
            "rights.minor-overclaim", 115, 100, 1_000,
            "Greatest sum of claims, in percent, that is reported as a minor over-claim; above it is a major one.");

    /** Shorter ones would send the same sums again and again; a day is late for a preview. */
    public static final Property<Duration> PROVISIONAL_INTERVAL = new Property<>(
            "tally.provisional-interval", "PT1M", Properties::duration, Properties::offOrSecondsToADay,
            "Time between provisional earnings of an open period, ISO 8601 such as PT1M; 0: none are sent.");

    /** A longer one would outlive the plays that it guards against. */
    public static final Property<Integer> DEDUP_HORIZON_DAYS =
            number("dedup.horizon.days", 45, 1, 3_660, "Days for which a repeated play is recognised.");

    public static final Property<Duration> CLOSE_GRACE = new Property<>(
            "close.grace.hours", "24", text -> Duration.ofHours(integer(text)),
            value -> range(value.toHours(), 0, 24 * 92),
            "Hours after the end of a period before it may be closed.");

    public static final Property<String> LOG_ORIGIN = new Property<>(
            "log.origin", "", text -> text, Properties::origin,
            "Which transparency log this is and the name of its keys, a URL without scheme; empty: none is kept.");

    public static final Property<Path> LOG_DIR = new Property<>(
            "log.dir", "angklung-log", Path::of, value -> Optional.empty(),
            "Directory of the log's public files: tiles, entries, checkpoint.");

    public static final Property<List<Path>> LOG_KEYS = new Property<>(
            "log.keys", "", text -> list(text).stream().map(Path::of).toList(), value -> Optional.empty(),
            "Files of the private keys that sign checkpoints, separated by commas; two while a key is rotated.");

    public static final Property<Path> LOG_POLICY = new Property<>(
            "log.policy", "", Path::of, value -> Optional.empty(),
            "File with the witnesses and their quorum (tlog-policy); empty: checkpoints are published without.");

    public static final Property<Path> SUBJECT_KEYS_DIR = new Property<>(
            "log.subject-keys", "angklung-subject-keys", Path::of, value -> Optional.empty(),
            "Directory of the parties' keys, which open the leaves of their statements; outside Kafka, to be backed up.");

    /** Ten years for books in Indonesia (UU 8/1997, UU KUP), five in Korea. */
    public static final Property<Integer> RETENTION_YEARS = number(
            "log.retention-years", 10, 0, 100,
            "Years for which the law wants a statement to stay readable; a party's key is not erased before.");

    public static final Property<Optional<URI>> CHAIN_RPC = new Property<>(
            "chain.rpc", "", Properties::uri, Properties::http,
            "JSON-RPC address of a node of the chain that records checkpoints; empty: no chain is used.");

    public static final Property<Integer> CHAIN_ID = number(
            "chain.id", 1, 1, Integer.MAX_VALUE, "Which chain it is (EIP-155); a node of another one is refused.");

    public static final Property<String> CHAIN_WITNESS = new Property<>(
            "chain.witness", "", text -> text, Properties::address,
            "Address of the contract CheckpointWitness of this log.");

    public static final Property<String> CHAIN_DISTRIBUTOR = new Property<>(
            "chain.distributor", "", text -> text, Properties::address,
            "Address of the contract RoyaltyDistributor; empty: nothing is paid on the chain.");

    public static final Property<Optional<Path>> CHAIN_KEY = new Property<>(
            "chain.key", "", text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)),
            value -> Optional.empty(),
            "File of the private key that signs transactions; better is a signer that keeps it elsewhere.");

    public static final Property<Optional<URI>> CHAIN_SIGNER = new Property<>(
            "chain.signer", "", Properties::uri, Properties::http,
            "JSON-RPC address of a program that signs transactions (eth_signTransaction), instead of a key file.");

    public static final Property<String> CHAIN_ACCOUNT = new Property<>(
            "chain.account", "", text -> text, Properties::address,
            "Address of the account that the signer signs for.");

    public static final Property<Integer> CHAIN_CONFIRMATIONS = number(
            "chain.confirmations", 0, 0, 10_000,
            "Blocks that must follow one before it is final; 0: the chain itself says what is finalized.");

    public static final Property<Integer> CHAIN_HIGHEST_FEE = number(
            "chain.highest-fee-gwei", 100, 1, 1_000_000,
            "Most that is offered per gas, in gwei; while a gas costs more, nothing is sent.");

    private static final List<Property<?>> ALL = List.of(
            BOOTSTRAP_SERVERS, REGISTRY_URL, TOPIC_PREFIX, APPLICATION_ID_PREFIX, DSPS, PARTITIONS_INTAKE,
            PARTITIONS_TALLY, PARTITIONS_POOL, PARTITIONS_SETTLEMENT, STATE_DIR, THREADS, COMMIT_INTERVAL,
            REPLICATION_FACTOR, MIN_INSYNC_REPLICAS, STANDBY_REPLICAS, ROCKSDB_MEMORY_MB, DEDUP_HORIZON_DAYS,
            FOLLOW_SUBSCRIBERS, MINOR_OVERCLAIM, PROVISIONAL_INTERVAL, CLOSE_GRACE, LOG_ORIGIN,
            LOG_DIR, LOG_KEYS, LOG_POLICY, SUBJECT_KEYS_DIR, RETENTION_YEARS, CHAIN_RPC, CHAIN_ID, CHAIN_WITNESS,
            CHAIN_DISTRIBUTOR, CHAIN_KEY, CHAIN_SIGNER, CHAIN_ACCOUNT, CHAIN_CONFIRMATIONS, CHAIN_HIGHEST_FEE);

    private Properties() {}

    /** Every setting, in the order in which they are documented. */
    public static List<Property<?>> all() {
        return ALL;
    }

    private static Property<Integer> partitions(String stage, int most) {
        return number("partitions." + stage, 4, 1, most,
                "Partitions of " + stage + "; part of the contract, never changed while topics hold data.");
    }

    private static Property<Integer> number(String name, int standard, int least, int most, String doc) {
        return new Property<>(
                name, Integer.toString(standard), Properties::integer, value -> range(value, least, most), doc);
    }

    private static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number", e);
        }
    }

    private static boolean isAll(String text) {
        return switch (text) {
            case "all" -> true;
            case "agreed" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither agreed nor all");
        };
    }

    private static Duration duration(String text) {
        try {
            return text.equals("0") ? Duration.ZERO : Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' is not a duration such as PT1M, nor 0", e);
        }
    }

    private static Optional<String> offOrSecondsToADay(Duration value) {
        boolean sensible = value.isZero()
                || value.compareTo(Duration.ofSeconds(1)) >= 0 && value.compareTo(Duration.ofDays(1)) <= 0;
        return sensible ? Optional.empty() : Optional.of(value + " is neither 0 nor between PT1S and PT24H");
    }

    private static Optional<String> range(long value, long least, long most) {
        return value >= least && value <= most
                ? Optional.empty()
                : Optional.of(value + " is not between " + least + " and " + most);
    }

    private static List<String> list(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static Optional<String> dsps(List<String> dsps) {
        return dsps.stream()
                .filter(dsp -> !Identifiers.isDsp(dsp))
                .findFirst()
                .map(dsp -> "'" + dsp + "' is not a service: letters, digits, underscore and hyphen, 1 to 64")
                .or(() -> new TreeSet<>(dsps).size() == dsps.size()
                        ? Optional.empty()
                        : Optional.of("a service is named twice"));
    }

    private static Optional<String> prefix(String text) {
        return matches(text, value -> PREFIX.matcher(value).matches(), "letters, digits and hyphens, 1 to 64");
    }

    private static Optional<String> origin(String text) {
        return matches(
                text, value -> value.isEmpty() || ORIGIN.matcher(value).matches(),
                "log.example.org/royalties: letters, digits, '.', '-', '_', '/' and ':'");
    }

    private static Optional<String> servers(String text) {
        return matches(
                text, value -> list(value).stream().allMatch(Properties::isServer) && !value.isEmpty(),
                "host:port, separated by commas");
    }

    private static boolean isServer(String server) {
        return server.matches("[A-Za-z0-9._-]+:[0-9]{1,5}|\\[[0-9A-Fa-f:.%]+]:[0-9]{1,5}");
    }

    /** The text itself stays out of the complaint: it may hold a password. */
    private static Optional<String> url(String text) {
        return Arrays.stream(text.split(",", -1)).allMatch(part -> isUrl(part.strip()))
                ? Optional.empty()
                : Optional.of("not a URL that begins with http://, https:// or mock://");
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = URI.create(text);
            return List.of("http", "https", "mock").contains(String.valueOf(uri.getScheme()))
                    && uri.getRawAuthority() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<String> address(String text) {
        return matches(
                text, value -> value.matches("|0x[0-9a-fA-F]{40}"), "0x and 40 hexadecimal digits");
    }

    /** The text itself stays out of the complaint: it may hold a secret. */
    private static Optional<URI> uri(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL");
        }
    }

    private static Optional<String> http(Optional<URI> value) {
        boolean good = value.isEmpty()
                || value.get().getHost() != null && List.of("http", "https").contains(value.get().getScheme());
        return good ? Optional.empty() : Optional.of("not a URL that begins with http:// or https://");
    }

    private static Optional<String> matches(String text, Function<String, Boolean> test, String form) {
        return test.apply(text) ? Optional.empty() : Optional.of("'" + text + "' is not of the form " + form);
    }
}
