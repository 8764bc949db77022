package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.Command;
import angklung.avro.DayWeight;
import angklung.avro.Engagement;
import angklung.avro.PeriodControl;
import angklung.avro.PlayEvent;
import angklung.avro.RecordingRights;
import angklung.avro.RecordingUsage;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.Usage;
import angklung.avro.UsageKind;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.runtime.EmbeddedKafka;
import angklung.stage.RocksMemory;
import angklung.stage.WorkLimits;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of several intake tasks on a real broker, stopped in the middle of the work and started again. */
@Tag("soak")
class IntakeWeightsIT {
    private static final String DSP = IntakeDriver.DSP;
    private static final PartitionContract CONTRACT = new PartitionContract(3, 2, 1, 1);
    private static final String ARTIST =
            "ARTIST(min_plays=200,min_listeners=100,artist_boost=2,active_boost=1.5)";
    private static final int PLAYS = 3_000;
    private static final int SUBSCRIBERS = 300;
    private static final int RECORDINGS = 20;

    @TempDir
    Path directory;

    private final List<RocksMemory.Shared> memory = new ArrayList<>();
    private final List<PlayEvent> plays = new ArrayList<>();
    private EmbeddedKafka broker;
    private Clients clients;
    private Topics topics;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedKafka.start(directory.resolve("broker"));
        topics = new Topics("royalty", CONTRACT, new AvroSerdes("mock://intake-weights"), List.of(DSP));
        clients = new Clients(Map.of("bootstrap.servers", broker.bootstrapServers()));
        try (Admin admin = clients.admin()) {
            admin.createTopics(topics.all().stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1)
                                    .configs(Map.of("retention.ms", "-1")))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        memory.forEach(RocksMemory.Shared::close);
        broker.close();
    }

    @Test
    void shouldWeighOnceThoughStoppedInTheMiddleOfTheWork() {
        sendTerms();
        try (KafkaStreams copying = streams()) {
            copying.start();
            await(() -> read(topics.intakeAgreements).size() == 2 * CONTRACT.intake()
                    && read(topics.intakeArtists).size() == RECORDINGS * CONTRACT.intake());
        }
        sendPlays();
        try (KafkaStreams first = streams()) {
            first.start();
            await(() -> count(topics.usage, UsageKind.COUNT) > 0);
            sendClose();
            await(() -> count(topics.usage, UsageKind.WEIGHT) > 0);
        }
        assertThat(read(topics.periodState)).hasSizeLessThan(CONTRACT.intake());
        try (KafkaStreams second = streams()) {
            second.start();
            await(() -> read(topics.periodState).size() == CONTRACT.intake());
        }
        assertThat(sum("SUBSCRIBERS")).isEqualByComparingTo(BigDecimal.valueOf(subscribers()));
        assertThat(byRecording(ARTIST)).isEqualTo(expected());
        assertMarksAddUp();
    }

    private void sendTerms() {
        Agreement user = Agreement.newBuilder(agreement(RightType.MECHANICAL))
                .setModel(AllocationModel.USER_CENTRIC)
                .build();
        Agreement artist = Agreement.newBuilder(agreement(RightType.RECORDING))
                .setModel(AllocationModel.ARTIST_CENTRIC)
                .setArtistMinPlays(200L)
                .setArtistMinListeners(100L)
                .setArtistBoost(new BigDecimal("2.000000000000"))
                .setActiveBoost(new BigDecimal("1.500000000000"))
                .build();
        try (Producer<String, byte[]> producer = clients.producer("test")) {
            send(producer, topics.agreements, null, DSP + "/ID/premium", user);
            send(producer, topics.agreements, null, DSP + "/ID/premium", artist);
            for (int i = 0; i < RECORDINGS; i++) {
                RightShare share = RightShare.newBuilder()
                        .setRightType(RightType.RECORDING)
                        .setPartyId("label")
                        .setRole("MainArtist")
                        .setShareMicropercent(100_000_000)
                        .setValidFrom(LocalDate.of(2020, 1, 1))
                        .setArtistId(artist(isrc(i)))
                        .build();
                send(
                        producer, topics.recordingRights, Partitioning.ofIsrc(isrc(i), CONTRACT.tally()), isrc(i),
                        new RecordingRights(isrc(i), "v1", List.of(share), List.of(), List.of()));
            }
        }
    }

    private void sendPlays() {
        SplittableRandom random = new SplittableRandom(7);
        try (Producer<String, byte[]> producer = clients.producer("test")) {
            for (int i = 0; i < PLAYS; i++) {
                PlayEvent play = IntakeDriver.play("play-" + i)
                        .setSubscriberId("listener-" + random.nextInt(SUBSCRIBERS))
                        .setIsrc(isrc(random.nextInt(1 + random.nextInt(RECORDINGS))))
                        .setStartedAt(IntakeDriver.NOON.minusSeconds(random.nextInt(5 * 86_400)))
                        .setEngagement(random.nextBoolean() ? Engagement.ACTIVE : Engagement.PASSIVE)
                        .build();
                plays.add(play);
                send(producer, topics.plays(DSP), null, play.getSubscriberId(), play);
            }
        }
    }

    private void sendClose() {
        long[] fence = new long[CONTRACT.intake()];
        try (TopicReader<String, PlayEvent> reader = new TopicReader<>(clients, topics.plays(DSP))) {
            reader.readDecided(record -> fence[record.partition()]++);
        }
        await(() -> {
            long[] reached = new long[CONTRACT.intake()];
            read(topics.delivery).forEach(record ->
                    reached[record.value().getPartition()] = record.value().getNextOffset());
            return Arrays.equals(reached, fence);
        });
        PeriodControl close = PeriodControl.newBuilder()
                .setCommand(Command.CLOSE)
                .setDsp(DSP)
                .setPeriod("2026-03")
                .setRunId("r")
                .setOffsets(Arrays.stream(fence).boxed().toList())
                .setBookedAt(IntakeDriver.NOON)
                .build();
        try (Producer<String, byte[]> producer = clients.producer("test")) {
            for (int partition = 0; partition < CONTRACT.intake(); partition++) {
                send(producer, topics.periodControl, partition, DSP + "/2026-03", close);
            }
        }
    }

    private long subscribers() {
        return plays.stream().map(PlayEvent::getSubscriberId).distinct().count();
    }

    /** Plays times boosts, by plain counting; some artist is boosted and some is not. */
    private Map<String, BigDecimal> expected() {
        Map<String, Long> byArtist = new HashMap<>();
        Map<String, Set<String>> listeners = new HashMap<>();
        for (PlayEvent play : plays) {
            byArtist.merge(artist(play.getIsrc()), 1L, Long::sum);
            listeners.computeIfAbsent(artist(play.getIsrc()), key -> new HashSet<>()).add(play.getSubscriberId());
        }
        Set<Boolean> seen = new HashSet<>();
        Map<String, BigDecimal> expected = new TreeMap<>();
        for (PlayEvent play : plays) {
            String artist = artist(play.getIsrc());
            boolean boosted = byArtist.get(artist) >= 200 && listeners.get(artist).size() >= 100;
            seen.add(boosted);
            BigDecimal weight = new BigDecimal(play.getEngagement() == Engagement.ACTIVE ? "1.5" : "1");
            expected.merge(
                    play.getIsrc(), (boosted ? weight.add(weight) : weight).setScale(24), BigDecimal::add);
        }
        assertThat(seen).hasSize(2);
        return expected;
    }

    private Map<String, BigDecimal> byRecording(String weighting) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (ConsumerRecord<String, Usage> record : read(topics.usage)) {
            if (weighting.equals(record.value().getWeighting())) {
                for (RecordingUsage recording : record.value().getRecordings()) {
                    sums.merge(recording.getIsrc(), weight(recording), BigDecimal::add);
                }
            }
        }
        return sums;
    }

    private BigDecimal sum(String weighting) {
        return byRecording(weighting).values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void assertMarksAddUp() {
        long[] records = new long[CONTRACT.tally()];
        BigDecimal[] weights = new BigDecimal[CONTRACT.tally()];
        Arrays.fill(weights, BigDecimal.ZERO.setScale(24));
        for (ConsumerRecord<String, Usage> record : read(topics.usage)) {
            int target = record.partition();
            Usage usage = record.value();
            if (usage.getKind() == UsageKind.MARK) {
                records[target] -= usage.getMark().getRecordsSent().get(target);
                weights[target] = weights[target].subtract(usage.getMark().getWeightsSent().get(target));
            } else {
                records[target]++;
                for (RecordingUsage recording : usage.getRecordings()) {
                    weights[target] = weights[target].add(weight(recording));
                }
            }
        }
        assertThat(records).containsOnly(0);
        assertThat(List.of(weights)).isEqualTo(Collections.nCopies(CONTRACT.tally(), BigDecimal.ZERO.setScale(24)));
    }

    private static BigDecimal weight(RecordingUsage recording) {
        return recording.getWeights().stream().map(DayWeight::getWeight).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Agreement agreement(RightType right) {
        return IntakeDriver.agreement(DSP, "ID", "premium", right, "UTC", LocalDate.of(2020, 1, 1), null);
    }

    private static String isrc(int n) {
        return String.format("IDA0126%05d", n);
    }

    private static String artist(String isrc) {
        return "artist-" + isrc.substring(isrc.length() - 1);
    }

    private KafkaStreams streams() {
        Map<String, Object> config = new HashMap<>();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "angklung-intake");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        config.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000);
        config.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 1_000);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        memory.add(RocksMemory.share(config, 64L << 20));
        Properties properties = new Properties();
        properties.putAll(config);
        // A few entries a turn: the work takes some hundred turns, so it is met in the middle.
        IntakeOptions options = new IntakeOptions(
                60, Duration.ofDays(1), 50_000, Duration.ofSeconds(30), 10_000, FollowSubscribers.AGREED,
                new WorkLimits(Duration.ofMillis(20), Duration.ofMillis(100), 8, System::nanoTime));
        KafkaStreams streams = new KafkaStreams(new IntakeTopology(topics, options).get(), properties);
        streams.setUncaughtExceptionHandler(e -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        return streams;
    }

    private <V> void send(
            Producer<String, byte[]> producer, TopicDef<String, V> topic, Integer partition, String key, V value) {
        byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), partition, IntakeDriver.NOON.toEpochMilli(), key, bytes));
    }

    private long count(TopicDef<String, Usage> topic, UsageKind kind) {
        return read(topic).stream().filter(record -> record.value().getKind() == kind).count();
    }

    private <V> List<ConsumerRecord<String, V>> read(TopicDef<String, V> topic) {
        try (TopicReader<String, V> reader = new TopicReader<>(clients, topic)) {
            List<ConsumerRecord<String, V>> records = new ArrayList<>();
            reader.readDecided(records::add);
            return records;
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("two minutes of waiting").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
