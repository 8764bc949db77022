package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Earning;
import angklung.avro.PoolPlan;
import angklung.avro.Scenario;
import angklung.avro.ScenarioResult;
import angklung.client.TopicReader;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.runtime.EmbeddedKafka;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import angklung.whatif.Answers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command on one broker, with the test in the place of the stages that answer. */
@Timeout(120)
final class WhatIfCommandIT {
    private static final String AGREEMENTS = """
            dsp,territory,offering,right_type,model,revenue_share,valid_from
            alpha,ID,premium,RECORDING,MARKET_CENTRIC,0.6,2026-01-01
            """;

    @TempDir
    private static Path dir;

    private static EmbeddedKafka kafka;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Map<String, String> environment;
    private Topics topics;
    private Path file;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(dir.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    /** A closed pool of 90 USD: 60 to p1, 20 to p2, 10 held. */
    @BeforeEach
    void close(TestInfo test) throws Exception {
        environment = Map.of(
                "ANGKLUNG_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "ANGKLUNG_SCHEMA_REGISTRY_URL", "mock://whatif",
                "ANGKLUNG_TOPIC_PREFIX", test.getTestMethod().orElseThrow().getName(),
                "ANGKLUNG_DSPS", "alpha",
                "ANGKLUNG_PARTITIONS_SETTLEMENT", "2",
                "ANGKLUNG_REPLICATION_FACTOR", "1",
                "ANGKLUNG_MIN_INSYNC_REPLICAS", "1");
        assertThat(run("topics", "apply")).as(err.toString()).isZero();
        topics = settings().topics();
        file = Files.writeString(dir.resolve(test.getTestMethod().orElseThrow().getName() + ".csv"), AGREEMENTS);
        PoolPlan plan = Answers.plan(1, 90_000_000);
        write(topics.poolPlans, 0, plan.getPool(), plan);
        List<Earning> given = List.of(
                Answers.earning(0, "A", "p1", 60_000_000), Answers.earning(0, "A", "p2", 20_000_000),
                Answers.earning(0, "B", null, 10_000_000));
        for (ScenarioResult one : Answers.task("", plan, 0, 1, 2, given)) {
            write(topics.earnings, 0, plan.getPool(), one.getEarning());
        }
    }

    /** Answers the next questions in the place of the stages while the command waits. */
    private int runAnswered(int questions, Consumer<Scenario> answer, String... args) throws Exception {
        FutureTask<Integer> command = new FutureTask<>(() -> run(args));
        new Thread(command).start();
        int answered = 0;
        try (TopicReader<String, Scenario> reader = new TopicReader<>(settings().clients(), topics.scenarios)) {
            while (answered < questions && !command.isDone()) {
                for (var record : reader.readSome(Duration.ofMillis(100))) {
                    assertThat(record.key()).isEqualTo("alpha/ID/premium");
                    answer.accept(record.value());
                    answered++;
                }
            }
        }
        return command.get();
    }

    private void give(Scenario scenario, long p1, long p2, long held) {
        String id = scenario.getScenario();
        PoolPlan plan = Answers.plan(1, p1 + p2 + held);
        List<ScenarioResult> results = new ArrayList<>(List.of(Answers.plan(id, plan)));
        results.addAll(Answers.task(id, plan, 0, 2, 2,
                List.of(Answers.earning(0, "A", "p1", p1), Answers.earning(0, "A", "p2", p2))));
        results.addAll(Answers.task(id, plan, 1, 2, 2, List.of(Answers.earning(1, "B", null, held))));
        results.forEach(result -> write(topics.scenarioResults, 0, id, result));
    }

    private String[] question(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "whatif", "--period", "2026-04", "--dsp", "alpha", "--agreements", file.toString(), "--timeout", "60"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    @Test
    void shouldCompareWithWhatThePoolActuallyGave() throws Exception {
        Path compared = dir.resolve("compared");

        int code = runAnswered(
                1, scenario -> give(scenario, 48_000_000, 48_000_000, 12_000_000),
                question("--out", compared.toString()));

        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString()).startsWith("alpha/ID/premium/2026-04/RECORDING/USD\n")
                .containsPattern("actual +MARKET_CENTRIC by PLAYS +90.000000 USD +" + Answers.POOL + "@v1")
                .containsPattern("p2 +20.000000 +48.000000 +\\+28.000000 +\\+140.00 %")
                .containsPattern("p1 +60.000000 +48.000000 +-12.000000 +-20.00 %")
                .containsPattern("hold:unclaimed +10.000000 +12.000000 +\\+2.000000 +\\+20.00 %")
                .containsPattern("total +90.000000 +108.000000 +\\+18.000000 +\\+20.00 %");
        assertThat(Files.readString(compared.resolve("whatif_parties.csv"))).isEqualTo("""
                pool,beneficiary,actual,scenario,difference,percent,currency
                POOL,p2,20.000000,48.000000,28.000000,140.00,USD
                POOL,p1,60.000000,48.000000,-12.000000,-20.00,USD
                POOL,hold:unclaimed:POOL,10.000000,12.000000,2.000000,20.00,USD
                """.replace("POOL", Answers.POOL));
        assertThat(Files.readString(compared.resolve("whatif_recordings.csv"))).contains("POOL,A,p2,20.000000,48.000000,"
                .replace("POOL", Answers.POOL));
        assertThat(Files.readString(compared.resolve("whatif_rate_sheets.csv")).lines()).hasSize(3);
        assertThat(run("ledger", "verify")).as("nothing reached the ledger").isEqualTo(3);
    }

    @Test
    void shouldReadAnOldAnswerInsteadOfAskingAgain() throws Exception {
        assertThat(runAnswered(1, scenario -> give(scenario, 1_000_000, 2_000_000, 3_000_000), question())).isZero();
        String first = out.toString();

        assertThat(run(question("--json"))).as(err.toString()).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("pools").get(0).get("total").get("scenario").asText()).isEqualTo("6.000000");
        assertThat(run(question())).isZero();
        assertThat(out.toString()).isEqualTo(first);
        try (TopicReader<String, Scenario> asked = new TopicReader<>(settings().clients(), topics.scenarios)) {
            assertThat(asked.readToEnd()).hasSize(1);
        }
    }

    @Test
    void shouldEndWith5AndTheReasonOfARefusalAndAskAgainNextTime() throws Exception {
        int code = runAnswered(
                1, scenario -> write(topics.scenarioResults, 0, scenario.getScenario(),
                        Answers.refused(scenario.getScenario(), "3 plays have no subscriber")), question());
        assertThat(code).isEqualTo(5);
        assertThat(err.toString())
                .contains("alpha/ID/premium/2026-04/RECORDING: 3 plays have no subscriber");

        boolean[] again = {false};
        code = runAnswered(2, scenario -> {
            if (again[0]) {
                give(scenario, 1, 2, 3);
            }
            again[0] = true; // the first in the topic is the one that was refused
        }, question());
        assertThat(code).as(err.toString()).isZero();
    }

    @Test
    void shouldEndWith5WhenNobodyAnswers() {
        String[] args = question();
        args[args.length - 1] = "1";

        assertThat(run(args)).isEqualTo(5);
        assertThat(err.toString()).contains("No whole answer within 1 s").contains("is the pool stage running?");
    }

    @Test
    void shouldEndWith3WhenTheAnswerIsNotWhatWasSent() throws Exception {
        int code = runAnswered(1, scenario -> {
            String id = scenario.getScenario();
            PoolPlan plan = Answers.plan(1, 10);
            write(topics.scenarioResults, 0, id, Answers.plan(id, plan));
            List<ScenarioResult> task =
                    Answers.task(id, plan, 0, 1, 2, List.of(Answers.earning(0, "A", "p1", 10)));
            write(topics.scenarioResults, 0, id, task.get(1)); // the mark without its earning
        }, question());

        assertThat(code).isEqualTo(3);
        assertThat(err.toString()).contains("which sent 1 of 0.000010");
    }

    @Test
    void shouldEndWith4ForWrongAgreements() throws Exception {
        Files.writeString(file, AGREEMENTS.replace("alpha,ID", "beta,ID"));
        assertThat(run(question())).isEqualTo(4);
        assertThat(err.toString()).contains(":2: dsp is beta");

        Files.writeString(file, AGREEMENTS.replace("2026-01-01", "2026-05-01"));
        assertThat(run(question())).isEqualTo(4);
        assertThat(err.toString()).contains(":2: the agreement covers no day of 2026-04");

        Files.writeString(file, AGREEMENTS.replace("0.6", "1.6"));
        assertThat(run(question())).isEqualTo(4);
        assertThat(err.toString()).contains(":2: revenue_share '1.6' is more than the largest possible, 1");

        Files.delete(file);
        assertThat(run(question())).isEqualTo(4);
        assertThat(run("whatif", "--period", "2026", "--dsp", "alpha", "--agreements", "x")).isEqualTo(2);
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
