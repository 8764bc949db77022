package angklung.notary;

import angklung.avro.LogEntry;
import angklung.avro.LogSubmission;
import angklung.avro.NotaryCommand;
import angklung.avro.Opening;
import angklung.avro.PeriodState;
import angklung.avro.Statement;
import angklung.stage.WorkLimits;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;

/** The notary stage behind two partitions of settlement, driven by hand. */
final class Notary implements AutoCloseable {
    static final String ORIGIN = "log.example.org/royalties";
    static final Topics TOPICS = new Topics(
            "royalty", new PartitionContract(2, 1, 1, 2), new AvroSerdes("mock://notary"), List.of("nada"));
    private static final Duration TURN = Duration.ofMillis(20);

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Statement> statements;
    private final TestInputTopic<String, PeriodState> facts;
    private final TestInputTopic<String, NotaryCommand> commands;
    private final TestInputTopic<String, LogSubmission> submissions;
    private final TestOutputTopic<String, LogEntry> entryTopic;
    private final TestOutputTopic<String, Opening> openingTopic;
    private final List<LogEntry> entries = new ArrayList<>();
    private final List<Opening> openings = new ArrayList<>();

    Notary(Path dir, int itemsPerTurn) {
        Properties config = new Properties();
        config.putAll(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG, "notary-test",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1",
                StreamsConfig.STATE_DIR_CONFIG, dir.toString()));
        WorkLimits limits = new WorkLimits(TURN, Duration.ofMillis(50), itemsPerTurn, () -> 0);
        driver = new TopologyTestDriver(topology(limits).get(), config);
        statements = input(TOPICS.statements);
        facts = input(TOPICS.periodState);
        commands = input(TOPICS.notaryControl);
        submissions = input(TOPICS.logSubmissions);
        entryTopic = driver.createOutputTopic(
                TOPICS.logEntries.name(),
                TOPICS.logEntries.key().deserializer(),
                TOPICS.logEntries.value().deserializer());
        openingTopic = driver.createOutputTopic(
                TOPICS.openings.name(),
                TOPICS.openings.key().deserializer(),
                TOPICS.openings.value().deserializer());
    }

    /** With all the time in the world. */
    Notary(Path dir) {
        this(dir, Integer.MAX_VALUE);
    }

    static NotaryTopology topology(WorkLimits limits) {
        return new NotaryTopology(TOPICS, new NotaryOptions(ORIGIN, "1.2.3", Samples::key), limits);
    }

    private <V> TestInputTopic<String, V> input(TopicDef<String, V> topic) {
        return driver.createInputTopic(topic.name(), topic.key().serializer(), topic.value().serializer());
    }

    void send(Statement statement) {
        statements.pipeInput(statement.getPartyId(), statement);
    }

    void send(String key, PeriodState fact) {
        facts.pipeInput(key, fact);
    }

    /** The end of a payout run in a partition. */
    void send(PeriodState paid) {
        send("/" + paid.getPeriod() + "/PAID/" + paid.getRunId() + "/" + paid.getPartition(), paid);
    }

    void send(NotaryCommand command) {
        commands.pipeInput(command.getCommandId(), command);
    }

    void send(LogSubmission submission) {
        submissions.pipeInput(submission.getLeafId(), submission);
    }

    /** One turn of work. */
    void turn() {
        driver.advanceWallClockTime(TURN);
        entryTopic.readRecordsToList().forEach(record -> {
            if (!record.key().equals(Long.toString(record.value().getSeq()))) {
                throw new AssertionError("Leaf " + record.value().getSeq() + " has the key " + record.key());
            }
            entries.add(record.value());
        });
        openingTopic.readRecordsToList().forEach(record -> openings.add(record.value()));
    }

    /** Turns until nothing more comes. */
    List<String> leaves() {
        int before;
        do {
            before = entries.size();
            turn();
        } while (entries.size() > before);
        return entries.stream().map(Notary::text).toList();
    }

    static String text(LogEntry entry) {
        return new String(SubmissionRules.bytes(entry.getEntry()), StandardCharsets.UTF_8);
    }

    List<LogEntry> entries() {
        return List.copyOf(entries);
    }

    List<Opening> openings() {
        return List.copyOf(openings);
    }

    /** Entries of a store. */
    long stored(String store) {
        KeyValueStore<Bytes, Object> values = driver.getKeyValueStore(store);
        long count = 0;
        try (var all = values.all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() {
        driver.close();
    }
}
