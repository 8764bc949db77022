package angklung.cli;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.RightType;
import angklung.close.DataEnds;
import angklung.config.Failure;
import angklung.config.Settings;
import angklung.runtime.EmbeddedKafka;
import angklung.runtime.TopicAdmin;
import angklung.topic.TopicDef;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command refuses and what it says; no stage runs. */
final class CloseCommandIT {
    @TempDir
    private static Path dir;

    private static EmbeddedKafka kafka;
    private static Settings settings;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(dir.resolve("broker"));
        settings = Settings.of(keys());
        new TopicAdmin(settings).apply();
        sendAgreement("alpha", "America/Los_Angeles");
        sendAgreement("gamma", "UTC");
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void shouldNotCloseAPeriodThatIsNotOverInItsLastTimeZone() {
        assertThat(close("2026-11-02T06:59:59Z", "--period", "2026-10")).isEqualTo(ExitCode.NOT_READY.code());
        assertThat(err.toString())
                .contains("Period 2026-10 of alpha is not over: it ends at 2026-11-01T07:00:00Z")
                .contains("24 hours of grace");
    }

    @Test
    void shouldSayWhatItWaitsForAndEndWith5() {
        assertThat(close("2026-11-02T07:00:00Z", "--period", "2026-10", "--timeout", "1s"))
                .isEqualTo(ExitCode.NOT_READY.code());
        // Of the configured services only alpha has an agreement; its topic is empty, so intake is not behind.
        assertThat(err.toString().lines())
                .startsWith("alpha 2026-10: FENCED", "alpha 2026-10: CLOSING")
                .contains("  alpha 2026-10: no cut from intake partition 0, 1")
                .endsWith("Run the same command again to go on.");
        assertThat(out.toString()).startsWith("alpha 2026-10: CLOSING, 0 plays");

        assertThat(close("2026-12-03T00:00:00Z", "--period", "2026-11", "--timeout", "1s"))
                .isEqualTo(ExitCode.NOT_READY.code());
        assertThat(err.toString()).contains("Close 2026-10 first");
    }

    @Test
    void shouldRefuseAServiceThatIsNotConfiguredOrHasNoAgreement() {
        assertThat(close("2026-12-03T00:00:00Z", "--period", "2026-10", "--dsp", "gamma"))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(close("2026-12-03T00:00:00Z", "--period", "2026-10", "--dsp", "beta"))
                .isEqualTo(ExitCode.NOT_READY.code());
        assertThat(err.toString()).contains("Service beta has no agreement");
        assertThat(close("2026-12-03T00:00:00Z", "--period", "October")).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldRefuseOptionsThatDoNotGoTogether() {
        assertThat(close("2026-12-03T00:00:00Z")).isEqualTo(ExitCode.USAGE.code());
        assertThat(close("2026-12-03T00:00:00Z", "--period", "2026-10", "--restated"))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(close("2026-12-03T00:00:00Z", "--restated", "--revise")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("--revise is about one period");
    }

    /** What is not priced yet must not pass for nothing to do. */
    @Test
    void shouldWaitForThePoolStageAndThenHaveNothingToDoWhenNothingWasRestated() throws Exception {
        assertThat(close("2026-12-03T00:00:00Z", "--restated", "--timeout", "1s"))
                .isEqualTo(ExitCode.NOT_READY.code());
        assertThat(err.toString()).contains("angklung-pool consumes royalty.agreements.v1");

        poolHasRead(settings.topics().agreements);
        assertThat(close("2026-12-03T00:00:00Z", "--restated")).isEqualTo(ExitCode.DONE.code());
        assertThat(out.toString()).startsWith("nothing to do");
        assertThat(close("2026-12-03T00:00:00Z", "--restated", "--dsp", "alpha", "--json"))
                .isEqualTo(ExitCode.DONE.code());
        assertThat(out.toString()).contains("\"periods\" : [ ]");
    }

    @Test
    void shouldNotReviseAPeriodThatIsNotClosed() {
        assertThat(close("2026-12-03T00:00:00Z", "--period", "2026-08", "--revise"))
                .isEqualTo(ExitCode.NOT_READY.code());
        assertThat(err.toString()).contains("Period 2026-08 of alpha cannot be revised: it is OPEN");
    }

    private int close(String now, String... args) {
        List<String> all = new ArrayList<>(List.of(args));
        keys().forEach((key, value) -> all.addAll(List.of("--set", key + "=" + value)));
        CloseCommand command = new CloseCommand(Map.of(), Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().println(e.getMessage());
                    return e instanceof Failure failure ? failure.exitCode() : 1;
                })
                .execute(all.toArray(new String[0]));
    }

    private static Map<String, String> keys() {
        return Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "schema.registry.url", "mock://close-command",
                "dsps", "alpha,beta",
                "partitions.intake", "2",
                "replication.factor", "1",
                "min.insync.replicas", "1");
    }

    private static void poolHasRead(TopicDef<?, ?> topic) throws Exception {
        List<Long> ends = new DataEnds(settings.clients()).of(topic);
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (int p = 0; p < ends.size(); p++) {
            offsets.put(new TopicPartition(topic.name(), p), new OffsetAndMetadata(ends.get(p)));
        }
        try (Admin admin = settings.clients().admin()) {
            admin.alterConsumerGroupOffsets("angklung-pool", offsets).all().get();
        }
    }

    private static void sendAgreement(String dsp, String zone) {
        TopicDef<String, Agreement> topic = settings.topics().agreements;
        Agreement agreement = Agreement.newBuilder()
                .setDsp(dsp)
                .setTerritory("US")
                .setOffering("premium")
                .setRightType(RightType.MECHANICAL)
                .setModel(AllocationModel.MARKET_CENTRIC)
                .setRevenueShareMillionths(150_000L)
                .setTimeZone(zone)
                .setValidFrom(LocalDate.parse("2026-01-01"))
                .build();
        try (Producer<String, byte[]> producer = settings.clients().producer("test")) {
            byte[] bytes = topic.value().serializer().serialize(topic.name(), agreement);
            producer.send(new ProducerRecord<>(topic.name(), dsp + "/US/premium", bytes));
        }
    }
}
