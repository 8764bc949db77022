package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Earning;
import angklung.avro.LedgerLine;
import angklung.avro.LineKind;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.explain.RecordsFixture;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lines explained from what a replay wrote, and from topics. */
@Timeout(180)
final class ExplainCommandIT {
    @TempDir
    private static Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Map<String, String> environment = Map.of();

    @Test
    void shouldExplainEveryLineOfAReplayInEveryLanguage() throws Exception {
        Path settled = dir.resolve("settled");
        assertThat(run("replay", "src/test/resources/examples/restated-revenue/input", "--out", settled.toString()))
                .as(err.toString()).isZero();
        List<String> lines = Files.readAllLines(settled.resolve("ledger.csv"));
        assertThat(lines).hasSizeGreaterThan(3);
        for (String line : lines.subList(1, lines.size())) {
            String id = line.substring(0, 12);
            for (String language : List.of("en", "id", "ko")) {
                int code = run("explain", id, "--lang", language, "--from", settled.toString());
                assertThat(code).as(line + "\n" + err + out).isZero();
                assertThat(out.toString()).contains(line.substring(0, 64)).doesNotContain("{");
            }
            assertThat(run("explain", id, "--json", "--from", settled.toString())).isZero();
            JsonNode json = new ObjectMapper().readTree(out.toString());
            assertThat(json.get("holds").asBoolean()).isTrue();
            assertThat(json.get("line").get("line_id").asText()).isEqualTo(line.substring(0, 64));
        }
        String changed = Files.readString(settled.resolve("ledger.csv")).replaceFirst("ACCRUAL", "HOLD");
        Files.writeString(settled.resolve("ledger.csv"), changed);
        String first = changed.lines().filter(line -> line.contains(",HOLD,")).findFirst().orElseThrow();
        assertThat(run("explain", first.substring(0, 64), "--from", settled.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("does not add up");
        assertThat(run("explain", "0".repeat(64), "--from", settled.toString())).isEqualTo(4);
        assertThat(run("explain", "0".repeat(64), "--from", dir.resolve("nowhere").toString())).isEqualTo(2);
        assertThat(run("explain", "123", "--from", settled.toString())).isEqualTo(2);
        assertThat(run("explain", "12345678", "--from", settled.toString(), "--config", "x")).isEqualTo(2);
    }

    @Test
    void shouldExplainFromTopics() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("broker"))) {
            environment = Map.of(
                    "ANGKLUNG_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                    "ANGKLUNG_SCHEMA_REGISTRY_URL", "mock://explain",
                    "ANGKLUNG_DSPS", "alpha",
                    "ANGKLUNG_REPLICATION_FACTOR", "1",
                    "ANGKLUNG_MIN_INSYNC_REPLICAS", "1");
            assertThat(run("topics", "apply")).as(err.toString()).isZero();
            RecordsFixture records = new RecordsFixture();
            LedgerLine first = records.settle(LineKind.ACCRUAL, 1, "p1", null);
            records.restate();
            LedgerLine second = records.settle(LineKind.ADJUSTMENT, 2, "p1", first.getLineId());
            LedgerLine deduction = records.deduct(first, 1, "LMKN", "operations", "32");
            records.settle(LineKind.HOLD, 1, null, null);
            Topics topics = settings().topics();
            records.ledger().forEach(line -> write(topics.ledger, line.getPartition(), line.getLineId(), line));
            for (Earning one : records.earnings()) {
                String key = one.getPartyId() == null ? one.getHoldAccount() : one.getPartyId();
                write(topics.earnings, Partitioning.ofKey(key, topics.earnings.partitions()), key, one);
            }
            records.plans().values().forEach(plan -> write(topics.poolPlans, 0, plan.getPool(), plan));
            records.rights().values().forEach(rights -> write(topics.recordingRights,
                    Partitioning.ofIsrc(rights.getIsrc(), topics.recordingRights.partitions()), rights.getIsrc(), rights));
            records.chains().forEach(chain -> write(topics.deductions, 0, chain.getChain(), chain));

            assertThat(run("explain", first.getLineId())).as(err.toString() + out).isZero();
            assertThat(out.toString())
                    .startsWith("p1 earned Rp400 from alpha")
                    .containsPattern("IDA012600002 +4 +100 +25% +Rp100")
                    .contains("the shares in force give each amount to the last millionth (2 of them)")
                    .contains("the details are those that the line commits to");
            assertThat(run("explain", second.getLineId(), "--lang", "id")).isZero();
            assertThat(out.toString()).contains("p1 memperoleh tambahan Rp40");
            assertThat(run("explain", deduction.getLineId(), "--lang", "ko")).isZero();
            assertThat(out.toString()).contains("LMKN 공제금(운영비) Rp32 금액을 공제하였습니다");
        }
    }

    private <V> void write(TopicDef<String, V> topic, int partition, String key, V value) {
        byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
        try (Producer<String, byte[]> producer = settings().clients().producer("test")) {
            producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes));
        }
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
