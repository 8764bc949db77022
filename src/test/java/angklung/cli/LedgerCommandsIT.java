package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.AllocationModel;
import angklung.avro.ClaimsPolicy;
import angklung.avro.Command;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.avro.PeriodControl;
import angklung.avro.PeriodFact;
import angklung.avro.PeriodState;
import angklung.avro.PoolPlan;
import angklung.avro.PoolToSettle;
import angklung.avro.RightType;
import angklung.client.TopicReader;
import angklung.close.Facts;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.ledger.LedgerChain;
import angklung.ledger.LedgerHead;
import angklung.ledger.LineId;
import angklung.model.Accounts;
import angklung.model.Weight;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics and ledger on one broker, by the command line alone; each test has topics of its own. */
final class LedgerCommandsIT {
    private static final String POOL = "alpha/DE/premium/2026-10/RECORDING/EUR";
    private static final String RUN = "alpha/2026-10/1";

    @TempDir
    private static Path dir;

    private static EmbeddedKafka kafka;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Map<String, String> environment;
    private Topics topics;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(dir.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void applyTopics(TestInfo test) {
        environment = Map.of(
                "ANGKLUNG_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "ANGKLUNG_SCHEMA_REGISTRY_URL", "mock://ledger-commands",
                "ANGKLUNG_TOPIC_PREFIX", test.getTestMethod().orElseThrow().getName(),
                "ANGKLUNG_DSPS", "alpha",
                "ANGKLUNG_PARTITIONS_SETTLEMENT", "2",
                "ANGKLUNG_REPLICATION_FACTOR", "1",
                "ANGKLUNG_MIN_INSYNC_REPLICAS", "1");
        assertThat(run("topics", "apply")).as(err.toString()).isEqualTo(0);
        topics = settings().topics();
    }

    @Test
    void shouldPlanAndApplyTopics() throws Exception {
        assertThat(out.toString().lines()).hasSize(41).allMatch(line -> line.startsWith("create  "));
        assertThat(err.toString()).isEqualTo("41 created, 0 changed, 0 as they were" + System.lineSeparator());

        assertThat(run("topics", "plan")).isEqualTo(0);
        assertThat(out.toString().lines()).hasSize(41).allMatch(line -> line.startsWith("keep  "));
        assertThat(run("topics", "plan", "--json")).isEqualTo(0);
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json).hasSize(41).allMatch(topic -> topic.get("action").asText().equals("keep"));
    }

    @Test
    void shouldEndWith5WhenTheContractIsBroken() {
        assertThat(run("topics", "plan", "--set", "partitions.settlement=3")).isEqualTo(5);
        assertThat(out.toString()).contains("refuse").contains("2 partitions, not 3");
        assertThat(run("topics", "apply", "--set", "partitions.settlement=3")).isEqualTo(5);
        assertThat(err.toString()).contains("has 2 partitions, not 3");
        assertThat(run("ledger", "tail", "--set", "partitions.settlement=3")).isEqualTo(5);
    }

    @Test
    void shouldNotVerifyALedgerWithoutALine() {
        assertThat(run("ledger", "verify")).isEqualTo(3);
        assertThat(out.toString()).contains("NOT VERIFIED");
        assertThat(err.toString()).contains("no line");
    }

    @Test
    void shouldVerifyALedgerThatIsIntactAndConserved() throws Exception {
        settle(line(0, "p1", 700_000), line(1, "p2", 300_000));

        assertThat(run("ledger", "verify")).as(err.toString()).isEqualTo(0);
        assertThat(out.toString()).contains("pools: 1 conserved, 0 not, 0 being settled").endsWith("\nVERIFIED\n");

        assertThat(run("ledger", "verify", "--json")).isEqualTo(0);
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("verified").asBoolean()).isTrue();
        assertThat(json.get("lines").asLong()).isEqualTo(2);
        assertThat(json.get("pools").get(0).get("posted").asText()).isEqualTo("1.000000");
    }

    @Test
    void shouldNotVerifyWhenAPoolIsNotInTheLedgerToTheLastUnit() {
        settle(line(0, "p1", 700_000), line(1, "p2", 299_999));

        assertThat(run("ledger", "verify")).isEqualTo(3);
        assertThat(err.toString())
                .contains("Money is not conserved in 1 pools")
                .contains("posted 0.999999 EUR, planned 1.000000 in version 1");
    }

    @Test
    void shouldNotVerifyALineThatWasChanged() {
        LedgerLine changed = line(0, "p1", 700_000);
        changed.setRunId("another");
        settle(changed, line(1, "p2", 300_000));

        assertThat(run("ledger", "verify")).isEqualTo(3);
        assertThat(err.toString()).contains("partition 0 offset 0: HASH");
    }

    @Test
    void shouldNotVerifyWhenTheLastLineIsGone() {
        settle(line(0, "p1", 1_000_000));
        settledFact(1, line(1, "p2", 300_000));

        assertThat(run("ledger", "verify")).isEqualTo(3);
        assertThat(err.toString()).contains("HEAD").contains("not in the ledger");
    }

    @Test
    void shouldPrintTheLastLinesOfEachPartition() throws Exception {
        LedgerChain chain = new LedgerChain(LedgerHead.empty(0));
        List<LedgerLine> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            lines.add(chain.seal(draft("p" + i, 1_000_000 + i)));
        }
        writeEachInATransaction(lines);

        assertThat(run("ledger", "tail", "-n", "3")).isEqualTo(0);
        assertThat(out.toString().lines()).hasSize(3).last().isEqualTo("0/29  2026-10  ACCRUAL  1.000029 EUR  pool:"
                + POOL + " -> party:p29:payable  " + RUN);

        assertThat(run("ledger", "tail")).isEqualTo(0);
        assertThat(out.toString().lines()).hasSize(10);

        assertThat(run("ledger", "tail", "--from-beginning", "--json")).isEqualTo(0);
        assertThat(out.toString().lines()).hasSize(30);
        JsonNode first = new ObjectMapper().readTree(out.toString().lines().findFirst().orElseThrow());
        assertThat(first.get("amount").asText()).isEqualTo("1.000000");
        assertThat(first.get("amount_micros").asLong()).isEqualTo(1_000_000);
        assertThat(first.get("booked_at").asText()).isEqualTo("2026-11-02T00:00:00Z");
        assertThat(first.get("party_id").asText()).isEqualTo("p0");
        assertThat(first.get("fx_rate").isNull()).isTrue();
    }

    /** Writes a pool of one euro, its run, the lines and what the partitions report. */
    private void settle(LedgerLine... lines) {
        write(topics.poolPlans, 0, POOL, plan());
        write(topics.settlementControl, 0, "alpha/2026-10", new PeriodControl(
                Command.SETTLE, "alpha", "2026-10", 0, RUN, List.of(), List.of(new PoolToSettle(POOL, 1, 1_000_000L, "ORIGINAL")),
                "2026-11", Instant.EPOCH));
        Map<Integer, LedgerLine> last = new HashMap<>();
        for (LedgerLine line : lines) {
            write(topics.ledger, line.getPartition(), line.getLineId(), line);
            last.put(line.getPartition(), line);
        }
        settledFact(0, last.get(0));
        settledFact(1, last.get(1));
    }

    private void settledFact(int partition, LedgerLine last) {
        PeriodState fact = PeriodState.newBuilder()
                .setKind(PeriodFact.SETTLED)
                .setDsp("alpha")
                .setPeriod("2026-10")
                .setPartition(partition)
                .setRunId(RUN)
                .setLedgerSeq(last == null ? -1 : last.getPartitionSeq())
                .setLedgerHash(last == null ? LedgerChain.START : last.getHash())
                .setRecordedAt(Instant.EPOCH)
                .build();
        write(topics.periodState, 0, Facts.settled("alpha", "2026-10", RUN, partition), fact);
    }

    private static PoolPlan plan() {
        return PoolPlan.newBuilder()
                .setDsp("alpha")
                .setTerritory("DE")
                .setOffering("premium")
                .setPeriod("2026-10")
                .setRightType(RightType.RECORDING)
                .setCurrency("EUR")
                .setPool(POOL)
                .setVersion(1)
                .setRateSheetId(POOL + "@v1")
                .setRevenueRevision(1)
                .setModel(AllocationModel.MARKET_CENTRIC)
                .setWeighting("PLAYS")
                .setClaims(ClaimsPolicy.HOLD_ALL)
                .setAgreementValidFrom(LocalDate.of(2026, 1, 1))
                .setSteps(List.of())
                .setAmountMicros(1_000_000)
                .setPreviousAmountMicros(0)
                .setPlays(1)
                .setExcluded(Map.of())
                .setTotalWeight(Weight.toDecimal(Weight.ONE))
                .setRatePerPlay(new BigDecimal("1.000000000000"))
                .setBucketPrefixes(List.of())
                .setFirstBucket(0)
                .build();
    }

    /** The first line of a partition. */
    private static LedgerLine line(int partition, String party, long micros) {
        return new LedgerChain(LedgerHead.empty(partition)).seal(draft(party, micros));
    }

    private static LedgerLine draft(String party, long micros) {
        LedgerLine line = new LedgerLine();
        line.setLineId(LineId.ofPool(LineKind.ACCRUAL, POOL, 1, party));
        line.setKind(LineKind.ACCRUAL);
        line.setDebitAccount(Accounts.pool(POOL));
        line.setCreditAccount(Accounts.payable(party));
        line.setAmountMicros(micros);
        line.setAmount(BigDecimal.valueOf(micros, 6));
        line.setCurrency("EUR");
        line.setPeriod("2026-10");
        line.setOriginPeriod("2026-10");
        line.setRunId(RUN);
        line.setPartyId(party);
        line.setDsp("alpha");
        line.setTerritory("DE");
        line.setOffering("premium");
        line.setRightType("RECORDING");
        line.setPoolVersion(1);
        line.setBookedAt(Instant.parse("2026-11-02T00:00:00Z"));
        return line;
    }

    private <V> void write(TopicDef<String, V> topic, int partition, String key, V value) {
        byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
        try (Producer<String, byte[]> producer = settings().clients().producer("test")) {
            producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes));
        }
    }

    /** So that every second offset is the end of a transaction. */
    private void writeEachInATransaction(List<LedgerLine> lines) {
        try (Producer<String, byte[]> producer = settings().clients().transactionalProducer("test")) {
            producer.initTransactions();
            for (LedgerLine line : lines) {
                byte[] bytes = topics.ledger.value().serializer().serialize(topics.ledger.name(), line);
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topics.ledger.name(), 0, line.getLineId(), bytes));
                producer.commitTransaction();
            }
        }
        try (TopicReader<String, LedgerLine> reader = new TopicReader<>(settings().clients(), topics.ledger)) {
            reader.readDecided(line -> {}); // the last of them is visible then
        }
    }

    /** What a command writes to somebody who goes away. */
    private static final class Pipe extends Writer {
        private final StringBuffer written = new StringBuffer();
        private volatile boolean broken;

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            if (broken) {
                throw new IOException("broken pipe");
            }
            written.append(text, from, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        void awaitLines(int count) {
            while (written.chars().filter(c -> c == '\n').count() < count) {
                Thread.yield();
            }
        }
    }

    @Test
    @Timeout(60)
    void shouldFollowTheLedgerUntilItsReaderGoesAway() throws Exception {
        LedgerChain chain = new LedgerChain(LedgerHead.empty(0));
        writeEachInATransaction(List.of(chain.seal(draft("p0", 1_000_000))));
        Pipe pipe = new Pipe();
        FutureTask<Integer> following = new FutureTask<>(() -> Main.run(
                environment, new PrintWriter(pipe, true), new PrintWriter(err, true), "ledger", "tail", "--follow"));
        new Thread(following).start();
        pipe.awaitLines(1);
        writeEachInATransaction(List.of(chain.seal(draft("p1", 2_000_000))));
        pipe.awaitLines(2);
        assertThat(pipe.written).contains("1.000000 EUR").contains("2.000000 EUR");
        pipe.broken = true;
        writeEachInATransaction(List.of(chain.seal(draft("p2", 3_000_000))));
        assertThat(following.get()).isZero();
    }

    private Settings settings() {
        return new SettingsLoader(environment).load(null, Map.of());
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(environment, new PrintWriter(out, true), new PrintWriter(err, true), args);
    }
}
