package angklung.intake;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.ArtistUsage;
import angklung.avro.Command;
import angklung.avro.DeliveryReport;
import angklung.avro.Engagement;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodState;
import angklung.avro.PlayEvent;
import angklung.avro.RecordingArtists;
import angklung.avro.RecordingRights;
import angklung.avro.RejectedPlay;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.ScreeningDecision;
import angklung.avro.ScreeningHit;
import angklung.avro.ScreeningRule;
import angklung.avro.Usage;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The stage in Kafka's test driver: one partition a topic, a commit after every record. */
final class IntakeDriver implements AutoCloseable {
    static final String DSP = "melodia";
    static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    static {
        // Avro's builders read enum defaults, which takes the trust that this class establishes.
        new AvroSerdes("mock://intake-driver");
    }

    final Topics topics;
    final TopologyTestDriver driver;
    final TestInputTopic<byte[], byte[]> plays;
    final TestInputTopic<byte[], byte[]> otherPlays;
    final TestInputTopic<String, Agreement> agreements;
    final TestInputTopic<String, RecordingRights> rights;
    final TestInputTopic<String, ArtistUsage> otherTasks;
    final TestInputTopic<String, PeriodControl> control;
    final TestInputTopic<String, ScreeningRule> rules;
    final TestInputTopic<String, ScreeningDecision> decisions;
    final TestOutputTopic<String, Usage> usage;
    final TestOutputTopic<String, ArtistUsage> artists;
    final TestOutputTopic<String, RecordingArtists> credits;
    final TestOutputTopic<String, RejectedPlay> rejected;
    final TestOutputTopic<String, DeliveryReport> delivery;
    final TestOutputTopic<String, PeriodState> facts;
    final TestOutputTopic<String, ScreeningHit> hits;

    IntakeDriver(Path stateDir, int tallyPartitions) {
        this(stateDir, tallyPartitions, new AvroSerdes("mock://intake-driver"), new IntakeOptions(60));
    }

    IntakeDriver(Path stateDir, int tallyPartitions, AvroSerdes serdes, IntakeOptions options) {
        this(stateDir, new PartitionContract(1, tallyPartitions, 1, 1), serdes, options);
    }

    /** With a contract of several intake partitions the driver is the first of them, and gets all that is multicast. */
    IntakeDriver(Path stateDir, PartitionContract contract, AvroSerdes serdes, IntakeOptions options) {
        topics = new Topics("royalty", contract, serdes, List.of(DSP, "other"));
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "angklung-intake");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        driver = new TopologyTestDriver(new IntakeTopology(topics, options).get(), config, NOON);
        plays = rawInput(topics.plays(DSP));
        otherPlays = rawInput(topics.plays("other"));
        agreements = input(topics.intakeAgreements);
        rights = input(topics.recordingRights);
        otherTasks = input(topics.artistUsage);
        control = input(topics.periodControl);
        rules = input(topics.screeningRules);
        decisions = input(topics.screeningDecisions);
        usage = output(topics.usage);
        artists = output(topics.artistUsage);
        credits = output(topics.intakeArtists);
        rejected = output(topics.rejected);
        delivery = output(topics.delivery);
        facts = output(topics.periodState);
        hits = output(topics.screeningHits);
    }

    private TestInputTopic<byte[], byte[]> rawInput(TopicDef<?, ?> topic) {
        return driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private <V> TestInputTopic<String, V> input(TopicDef<String, V> topic) {
        return driver.createInputTopic(topic.name(), topic.key().serializer(), topic.value().serializer());
    }

    private <V> TestOutputTopic<String, V> output(TopicDef<String, V> topic) {
        return driver.createOutputTopic(topic.name(), topic.key().deserializer(), topic.value().deserializer());
    }

    /** An agreement of the service for the whole of the recent past and future, in a time zone. */
    void agree(String territory, String offering, String zone) {
        agree(agreement(DSP, territory, offering, RightType.RECORDING, zone, LocalDate.of(2020, 1, 1), null));
    }

    void agree(Agreement agreement) {
        agreements.pipeInput(
                agreement.getDsp() + "/" + agreement.getTerritory() + "/" + agreement.getOffering(), agreement);
    }

    static Agreement agreement(
            String dsp, String territory, String offering, RightType right, String zone, LocalDate from, LocalDate to) {
        return Agreement.newBuilder()
                .setDsp(dsp)
                .setTerritory(territory)
                .setOffering(offering)
                .setRightType(right)
                .setModel(AllocationModel.MARKET_CENTRIC)
                .setRevenueShareMillionths(500_000L)
                .setTimeZone(zone)
                .setValidFrom(from)
                .setValidTo(to)
                .build();
    }

    /** A good play of three minutes in Indonesia, started a minute before noon. */
    static PlayEvent.Builder play(String id) {
        return PlayEvent.newBuilder()
                .setPlayId(id)
                .setDsp(DSP)
                .setSubscriberId("listener-1")
                .setIsrc("IDA012600001")
                .setTerritory("ID")
                .setOffering("premium")
                .setStartedAt(NOON.minusSeconds(60))
                .setPlayedMs(180_000)
                .setTrackMs(200_000L)
                .setEngagement(Engagement.ACTIVE);
    }

    void pipe(PlayEvent play) {
        pipe(play, NOON);
    }

    void pipe(PlayEvent play, Instant recordTime) {
        plays.pipeInput(play.getSubscriberId().getBytes(StandardCharsets.UTF_8), bytes(play), recordTime);
    }

    void pipe(PlayEvent.Builder play) {
        pipe(play.build());
    }

    byte[] bytes(PlayEvent play) {
        return topics.plays(DSP).value().serializer().serialize(topics.plays(DSP).name(), play);
    }

    void command(Command command, String period, long offset) {
        command(command, period, 0, offset);
    }

    void command(Command command, String period, int revision, long offset) {
        PeriodControl value = PeriodControl.newBuilder()
                .setCommand(command)
                .setDsp(DSP)
                .setPeriod(period)
                .setRevision(revision)
                .setRunId(DSP + "/" + period)
                .setOffsets(Collections.nCopies(topics.partitions().intake(), offset))
                .setBookedAt(Instant.parse("2026-04-05T00:00:00Z"))
                .build();
        control.pipeInput(DSP + "/" + period, value);
    }

    /** Lets time pass for one turn of the work behind a cut. */
    void turn() {
        driver.advanceWallClockTime(Duration.ofMillis(20));
    }

    /** Names the artists of a recording, each by a share. */
    void credit(String isrc, String... artists) {
        List<RightShare> shares = new ArrayList<>();
        for (String artist : artists) {
            shares.add(RightShare.newBuilder()
                    .setRightType(RightType.RECORDING)
                    .setPartyId("party-of-" + artist)
                    .setRole("MainArtist")
                    .setShareMicropercent(1)
                    .setValidFrom(LocalDate.of(2020, 1, 1))
                    .setArtistId(artist)
                    .build());
        }
        rights.pipeInput(isrc, new RecordingRights(isrc, "v" + String.join(",", artists), shares, List.of(), List.of()));
    }

    /** The newest report of the service. */
    DeliveryReport report() {
        return delivery.readRecordsToList().stream()
                .filter(record -> record.key().equals(DSP + "/0"))
                .map(TestRecord::value)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    @Override
    public void close() {
        driver.close();
    }
}
