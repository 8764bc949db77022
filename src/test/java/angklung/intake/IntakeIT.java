package angklung.intake;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Agreement;
import angklung.avro.Command;
import angklung.avro.DeliveryReport;
import angklung.avro.PeriodControl;
import angklung.avro.PlayEvent;
import angklung.avro.RightType;
import angklung.avro.RecordingUsage;
import angklung.avro.Usage;
import angklung.avro.UsageCount;
import angklung.avro.UsageKind;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.runtime.EmbeddedKafka;
import angklung.stage.RocksMemory;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage alone on a real broker, under exactly-once, stopped by a registry outage and started again. */
class IntakeIT {
    private static final String DSP = IntakeDriver.DSP;
    private static final PartitionContract CONTRACT = new PartitionContract(2, 3, 1, 1);
    private static final int PLAYS = 40_000;
    private static final int DUPLICATES = 4_000;
    private static final int RECORDINGS = 200;

    /** A schema that the registry cannot serve while it is broken. */
    private static final int FRAGILE_SCHEMA = 4_242;

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(20_260_310);
    private final List<RocksMemory.Shared> memory = new ArrayList<>();
    private EmbeddedKafka broker;
    private HttpServer registry;
    private volatile boolean broken = true;
    private Clients clients;
    private Topics topics;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedKafka.start(directory.resolve("broker"));
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> schemas = new ArrayList<>();
        registry.createContext("/", exchange -> serve(exchange, schemas));
        registry.start();
        String url = "http://127.0.0.1:" + registry.getAddress().getPort();
        topics = new Topics("royalty", CONTRACT, new AvroSerdes(url, Map.of("max.retries", 0)), List.of(DSP));
        clients = new Clients(Map.of("bootstrap.servers", broker.bootstrapServers()));
        try (Admin admin = clients.admin()) {
            admin.createTopics(topics.all().stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1)
                                    // The plays are of a fixed date: the broker would delete them some day.
                                    .configs(Map.of("retention.ms", "-1")))
                            .toList())
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        memory.forEach(RocksMemory.Shared::close);
        registry.stop(0);
        broker.close();
    }

    @Test
    void shouldCountEachPlayOnceThoughTheRegistryFailsInTheMiddle() throws Exception {
        sendAgreement();
        Map<String, Long> expected = sendPlays();
        KafkaStreams first = streams();
        first.start();
        await(() -> first.state() == KafkaStreams.State.ERROR || first.state() == KafkaStreams.State.NOT_RUNNING);
        first.close();
        assertThat(read(topics.rejected)).isEmpty();

        broken = false;
        try (KafkaStreams second = streams()) {
            second.start();
            await(() -> received() == PLAYS + DUPLICATES + 1);
        }
        long[] ends = nextOffsets();
        // A third start finds everything as it was: duplicates, positions, what was sent.
        try (KafkaStreams third = streams()) {
            sendFirstPlaysAgain();
            third.start();
            await(() -> received() == PLAYS + DUPLICATES + 1 + 100);
            sendClose(ends);
            await(() -> read(topics.periodState).size() == CONTRACT.intake());
        }
        assertCountedOnce(expected);
        assertMarksAddUp();
        DeliveryReport all = total();
        assertThat(all.getAccepted()).isEqualTo(PLAYS + 1);
        assertThat(all.getDuplicates()).isEqualTo(DUPLICATES + 100);
        assertThat(read(topics.rejected)).isEmpty();
    }

    private void assertCountedOnce(Map<String, Long> expected) {
        Map<String, Long> counted = new TreeMap<>();
        long records = 0;
        for (ConsumerRecord<String, Usage> record : read(topics.usage)) {
            if (record.value().getKind() == UsageKind.COUNT) {
                records++;
                for (RecordingUsage recording : record.value().getRecordings()) {
                    counted.merge(recording.getIsrc(), plays(recording), Long::sum);
                    assertThat(record.partition())
                            .isEqualTo(Partitioning.ofIsrc(recording.getIsrc(), CONTRACT.tally()));
                }
            }
        }
        assertThat(counted).isEqualTo(expected);
        // Combined inside commits: far fewer records than plays.
        assertThat(records).isLessThan(PLAYS / 4);
    }

    /** What each target partition has received is what the marks in it say was sent to it. */
    private void assertMarksAddUp() {
        long[] records = new long[CONTRACT.tally()];
        long[] plays = new long[CONTRACT.tally()];
        long[] marks = new long[CONTRACT.tally()];
        for (ConsumerRecord<String, Usage> record : read(topics.usage)) {
            Usage usage = record.value();
            int target = record.partition();
            if (usage.getKind() == UsageKind.COUNT) {
                records[target]++;
                plays[target] += usage.getRecordings().stream().mapToLong(IntakeIT::plays).sum();
            } else {
                marks[target]++;
                records[target] -= usage.getMark().getRecordsSent().get(target);
                plays[target] -= usage.getMark().getPlaysSent().get(target);
            }
        }
        assertThat(marks).containsOnly(CONTRACT.intake());
        assertThat(records).containsOnly(0);
        assertThat(plays).containsOnly(0);
    }

    private KafkaStreams streams() {
        Map<String, Object> config = new HashMap<>();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "angklung-intake");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 200);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        config.put(StreamsConfig.consumerPrefix("session.timeout.ms"), 6_000);
        config.put(StreamsConfig.consumerPrefix("heartbeat.interval.ms"), 1_000);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        config.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class);
        memory.add(RocksMemory.share(config, 64L << 20));
        Properties properties = new Properties();
        properties.putAll(config);
        KafkaStreams streams = new KafkaStreams(new IntakeTopology(topics, new IntakeOptions(60)).get(), properties);
        streams.setUncaughtExceptionHandler(e -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        return streams;
    }

    private void sendAgreement() {
        Agreement agreement = IntakeDriver.agreement(
                DSP, "ID", "premium", RightType.RECORDING, "Asia/Jakarta", LocalDate.of(2020, 1, 1), null);
        try (Producer<String, byte[]> producer = clients.producer("test")) {
            send(producer, topics.agreements, null, DSP + "/ID/premium", agreement);
        }
        // In every partition of intake's own copy before the first play is.
        try (KafkaStreams copying = streams()) {
            copying.start();
            await(() -> read(topics.intakeAgreements).size() == CONTRACT.intake());
        }
    }

    /** Sends plays and duplicates, and in the middle one that the broken registry cannot read. */
    private Map<String, Long> sendPlays() {
        Map<String, Long> expected = new TreeMap<>();
        TopicDef<String, PlayEvent> topic = topics.plays(DSP);
        try (Producer<String, byte[]> producer = clients.producer("test")) {
            List<PlayEvent> sent = new ArrayList<>();
            for (int i = 0; i < PLAYS; i++) {
                PlayEvent play = play(i);
                sent.add(play);
                expected.merge(play.getIsrc(), 1L, Long::sum);
                send(producer, topic, null, play.getSubscriberId(), play);
                if (i % (PLAYS / DUPLICATES) == 0) {
                    PlayEvent again = sent.get(random.nextInt(sent.size()));
                    send(producer, topic, null, again.getSubscriberId(), again);
                }
                if (i == PLAYS / 2) {
                    PlayEvent fragile = play(PLAYS);
                    expected.merge(fragile.getIsrc(), 1L, Long::sum);
                    byte[] bytes = topic.value().serializer().serialize(topic.name(), fragile);
                    ByteBuffer.wrap(bytes).putInt(1, FRAGILE_SCHEMA);
                    producer.send(new ProducerRecord<>(
                            topic.name(), null, IntakeDriver.NOON.toEpochMilli(), fragile.getSubscriberId(), bytes));
                }
            }
        }
        return expected;
    }

    private void sendFirstPlaysAgain() {
        try (Producer<String, byte[]> producer = clients.producer("test")) {
            for (int i = 0; i < 100; i++) {
                send(producer, topics.plays(DSP), null, play(i).getSubscriberId(), play(i));
            }
        }
    }

    /** The play of a number is always the same. */
    private static PlayEvent play(int number) {
        SplittableRandom own = new SplittableRandom(number);
        // Skewed: some recordings are far more popular than others.
        int recording = own.nextInt(1 + own.nextInt(RECORDINGS));
        return IntakeDriver.play("play-" + number)
                .setSubscriberId("listener-" + own.nextInt(500))
                .setIsrc(String.format("IDA0126%05d", recording))
                .setStartedAt(Instant.parse("2026-03-01T00:00:00Z").plusSeconds(own.nextInt(9 * 86_400)))
                .build();
    }

    private void sendClose(long[] fence) {
        PeriodControl close = PeriodControl.newBuilder()
                .setCommand(Command.CLOSE)
                .setDsp(DSP)
                .setPeriod("2026-03")
                .setRunId("r")
                .setOffsets(List.of(fence[0], fence[1]))
                .setBookedAt(IntakeDriver.NOON)
                .build();
        try (Producer<String, byte[]> producer = clients.producer("test")) {
            for (int p = 0; p < CONTRACT.intake(); p++) {
                send(producer, topics.periodControl, p, DSP + "/2026-03", close);
            }
        }
    }

    private <V> void send(
            Producer<String, byte[]> producer, TopicDef<String, V> topic, Integer partition, String key, V value) {
        byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), partition, IntakeDriver.NOON.toEpochMilli(), key, bytes));
    }

    private long received() {
        return total().getReceived();
    }

    private DeliveryReport total() {
        DeliveryReport total = new DeliveryReport(DSP, -1, 0L, 0L, 0L, 0L, 0L, new HashMap<>(), 0L);
        for (DeliveryReport report : reports().values()) {
            total.setReceived(total.getReceived() + report.getReceived());
            total.setAccepted(total.getAccepted() + report.getAccepted());
            total.setDuplicates(total.getDuplicates() + report.getDuplicates());
        }
        return total;
    }

    private long[] nextOffsets() {
        long[] offsets = new long[CONTRACT.intake()];
        reports().values().forEach(report -> offsets[report.getPartition()] = report.getNextOffset());
        return offsets;
    }

    private Map<String, DeliveryReport> reports() {
        Map<String, DeliveryReport> newest = new HashMap<>();
        read(topics.delivery).forEach(record -> newest.put(record.key(), record.value()));
        return newest;
    }

    private <V> List<ConsumerRecord<String, V>> read(TopicDef<String, V> topic) {
        try (TopicReader<String, V> reader = new TopicReader<>(clients, topic)) {
            List<ConsumerRecord<String, V>> records = new ArrayList<>();
            reader.readDecided(records::add);
            return records;
        }
    }

    private static long plays(RecordingUsage recording) {
        return recording.getCounts().stream().mapToLong(UsageCount::getPlays).sum();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("two minutes of waiting").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Registers every schema that is new and serves it by number; the fragile one is the play's, or an error. */
    private void serve(HttpExchange exchange, List<String> schemas) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = 200;
        String answer;
        if (path.startsWith("/schemas/ids/")) {
            int id = Integer.parseInt(path.substring("/schemas/ids/".length()));
            boolean fragile = id == FRAGILE_SCHEMA;
            status = fragile && broken ? 503 : 200;
            if (status != 200) {
                answer = "{\"error_code\":50301,\"message\":\"broken\"}";
            } else if (fragile) {
                answer = schemas.stream().filter(schema -> schema.contains("played_ms")).findFirst().orElseThrow();
            } else {
                answer = schemas.get(id - 1);
            }
        } else {
            if (!schemas.contains(request)) {
                schemas.add(request);
            }
            answer = "{\"id\":" + (schemas.indexOf(request) + 1) + "}";
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
