package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Command;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.PeriodControl;
import angklung.avro.PoolToSettle;
import angklung.avro.RightType;
import angklung.avro.ShareMark;
import angklung.avro.UnclaimedPolicy;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.ledger.EarningHash;
import angklung.runtime.Drained;
import angklung.runtime.EmbeddedKafka;
import angklung.runtime.Pipeline;
import angklung.runtime.Stage;
import angklung.runtime.Topologies;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands on held money, with the real settlement stage of two partitions on one broker. */
final class HoldsCommandIT {
    private static final String POOL = "alpha/ID/premium/2024-01/RECORDING/IDR";
    private static final String UNMATCHED = "hold:unmatched:" + POOL;
    private static final String DISPUTE = "hold:dispute:" + POOL;
    private static final String RUN = "alpha/2024-01/1";

    private static final Clock TODAY = Clock.fixed(Instant.parse("2026-11-10T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private EmbeddedKafka kafka;
    private Map<String, String> environment;
    private Topics topics;
    private Pipeline settlement;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.start(dir.resolve("broker"));
        environment = Map.of(
                "ANGKLUNG_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "ANGKLUNG_SCHEMA_REGISTRY_URL", "mock://holds-commands",
                "ANGKLUNG_DSPS", "alpha",
                "ANGKLUNG_STATE_DIR", dir.resolve("state").toString(),
                "ANGKLUNG_PARTITIONS_SETTLEMENT", "2",
                "ANGKLUNG_REPLICATION_FACTOR", "1",
                "ANGKLUNG_MIN_INSYNC_REPLICAS", "1");
        assertThat(Main.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), "topics", "apply"))
                .as(err.toString())
                .isZero();
        Settings settings = settings();
        topics = settings.topics();
        settlement = Pipeline.start(settings, Topologies.of(settings, EnumSet.of(Stage.SETTLEMENT)));
        settlement.awaitRunning(Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        settlement.close();
        kafka.close();
    }

    @Test
    void shouldListAnnounceAndMoveWhatNobodyClaims() throws Exception {
        settle();
        toAll(topics.unclaimedPolicies, "ID", UnclaimedPolicy.newBuilder()
                .setTerritory("ID")
                .setTermMonths(24)
                .setAnnounceDays(30)
                .setDestination("reserve-fund")
                .setValidFrom(LocalDate.parse("2021-03-30"))
                .build());

        assertThat(announce("2025-06-01")).as(err.toString()).isZero();
        assertThat(out.toString()).startsWith("announce/2025-06-01: 0 holds announced");
        assertThat(list("2025-06-01")).isZero();
        assertThat(out.toString())
                .containsPattern(UNMATCHED + " +unmatched +2024-01 +12-24 +50\\.000000 +IDR +2026-02-01\\? "
                        + "+unclaimed:ID:reserve-fund +no")
                .containsPattern(DISPUTE + " +dispute +2024-01 +12-24 +20\\.000000 +IDR +no")
                .contains("70.000000 IDR held for 12-24 months");

        assertThat(announce("2026-01-10", "--json")).isZero();
        JsonNode announced = new ObjectMapper().readTree(out.toString());
        assertThat(announced.at("/done").booleanValue()).isTrue();
        assertThat(announced.at("/announced/IDR").textValue()).isEqualTo("50.000000");
        assertThat(announced.at("/holds/0/due_on").textValue()).isEqualTo("2026-02-09");

        assertThat(expire("2026-02-08")).isZero();
        assertThat(out.toString()).startsWith("expire/2026-02-08: 0 holds moved");
        for (int time = 0; time < 2; time++) { // the second shows the same
            assertThat(expire("2026-02-09")).isZero();
            assertThat(out.toString())
                    .startsWith("expire/2026-02-09: 1 hold moved")
                    .containsPattern(UNMATCHED + " +50\\.000000 +IDR +unclaimed:ID:reserve-fund")
                    .contains("50.000000 IDR moved");
        }
        assertThat(list("2026-02-08", "--json")).isZero();
        JsonNode before = new ObjectMapper().readTree(out.toString());
        assertThat(before.at("/holds/1/hold_account").textValue()).isEqualTo(UNMATCHED);
        assertThat(before.at("/holds/1/announced").booleanValue()).isTrue();
        assertThat(before.at("/holds/1/announced_on").textValue()).isEqualTo("2026-01-10");
        assertThat(before.at("/held/IDR/over 24").textValue()).isEqualTo("70.000000");
        assertThat(list("2026-02-09")).isZero();
        assertThat(out.toString()).contains(DISPUTE).doesNotContain(UNMATCHED);
    }

    @Test
    void shouldRefuseADateThatHasNotCome() {
        assertThat(announce("2026-11-11")).isEqualTo(ExitCode.NOT_READY.code());
        assertThat(err.toString()).contains("--as-of 2026-11-11 has not come: it is 2026-11-10 (UTC)");
        assertThat(expire("2026-11-11")).isEqualTo(ExitCode.NOT_READY.code());
        assertThat(list("yesterday")).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldSayThatItIsNotDoneWhenSettlementDoesNotAnswer() {
        settlement.close();
        assertThat(announce("2026-11-10", "--timeout", "2s")).isEqualTo(ExitCode.NOT_READY.code());
        assertThat(err.toString())
                .contains("run announce/2026-11-10 is not carried out by settlement partition [0, 1]")
                .contains("Run the same command again");
    }

    /** 50 unmatched, 20 in dispute. */
    private void settle() {
        List<Earning> earnings = List.of(earning(UNMATCHED, 50_000_000), earning(DISPUTE, 20_000_000));
        List<Long> records = new ArrayList<>(List.of(0L, 0L));
        List<Long> amounts = new ArrayList<>(List.of(0L, 0L));
        byte[][] hashes = {EarningHash.start(), EarningHash.start()};
        for (Earning earning : earnings) {
            int to = Partitioning.ofKey(earning.getHoldAccount(), 2);
            records.set(to, records.get(to) + 1);
            amounts.set(to, amounts.get(to) + earning.getAmountMicros());
            hashes[to] = new EarningHash().next(hashes[to], earning);
            send(topics.earnings, to, earning.getHoldAccount(), earning);
        }
        Earning mark = earning(null, 0);
        mark.setKind(EarningKind.MARK);
        mark.setMark(new ShareMark(
                1, 70_000_000L, 0L, records, amounts, Arrays.stream(hashes).map(ByteBuffer::wrap).toList(), List.of()));
        toAll(topics.earnings, POOL, mark);
        toAll(topics.settlementControl, "alpha/2024-01", PeriodControl.newBuilder()
                .setCommand(Command.SETTLE)
                .setDsp("alpha")
                .setPeriod("2024-01")
                .setRunId(RUN)
                .setPools(List.of(new PoolToSettle(POOL, 1, 70_000_000L, "ORIGINAL")))
                .setBookingPeriod("2024-02")
                .setBookedAt(Instant.parse("2024-02-03T00:00:00Z"))
                .build());
        try (Drained drained = new Drained(settings().clients(), Optional::empty, Duration.ofMinutes(1))) {
            drained.await("angklung-settlement", topics.earnings);
        }
    }

    private static Earning earning(String hold, long micros) {
        return Earning.newBuilder()
                .setKind(EarningKind.EARNING)
                .setDsp("alpha")
                .setTerritory("ID")
                .setOffering("premium")
                .setPeriod("2024-01")
                .setRightType(RightType.RECORDING)
                .setCurrency("IDR")
                .setPool(POOL)
                .setVersion(1)
                .setRateSheetId(POOL + "@v1")
                .setSourcePartition(0)
                .setIsrc(hold == null ? null : "IDA102600001")
                .setHoldAccount(hold)
                .setAmountMicros(micros)
                .build();
    }

    private <V> void toAll(TopicDef<String, V> topic, String key, V value) {
        for (int p = 0; p < topic.partitions(); p++) {
            send(topic, p, key, value);
        }
    }

    private <V> void send(TopicDef<String, V> topic, int partition, String key, V value) {
        byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
        try (Producer<String, byte[]> producer = settings().clients().producer("test")) {
            producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes));
        }
    }

    private Settings settings() {
        return new SettingsLoader(environment).load(null, Map.of());
    }

    private int announce(String date, String... more) {
        return run(new HoldsAnnounceCommand(environment, TODAY), date, more);
    }

    private int expire(String date, String... more) {
        return run(new HoldsExpireCommand(environment, TODAY), date, more);
    }

    private int list(String date, String... more) {
        return run(new HoldsListCommand(environment, TODAY), date, more);
    }

    private int run(Object command, String date, String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> args = new ArrayList<>(List.of("--as-of", date));
        args.addAll(List.of(more));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    err.append(e.toString());
                    return e instanceof Failure failure ? failure.exitCode() : 1;
                })
                .execute(args.toArray(String[]::new));
    }
}
