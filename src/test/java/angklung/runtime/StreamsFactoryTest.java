package angklung.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.config.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

final class StreamsFactoryTest {

    @Test
    void shouldBeExactlyOnceWithoutBeingAsked() {
        StreamsConfig config = config(Map.of());

        assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(config.getBoolean("ensure.explicit.internal.resource.naming")).isTrue();
        assertThat(config.getInt("replication.factor")).isEqualTo(3);
        assertThat(config.originals()).containsEntry("topic.min.insync.replicas", 2);
        assertThat(config.getMainConsumerConfigs("g", "c", 0)).containsEntry("isolation.level", "read_committed");
        assertThat(config.getProducerConfigs("c")).containsEntry("enable.idempotence", true);
    }

    @Test
    void shouldNameEachStagesApplicationByPrefixAndStage() {
        StreamsFactory factory = new StreamsFactory(Settings.of(Map.of("application.id.prefix", "ours")));

        assertThat(factory.applicationId(Stage.SETTLEMENT)).isEqualTo("ours-settlement");
        assertThat(factory.config(Stage.INTAKE)).containsEntry("application.id", "ours-intake");
    }

    @Test
    void shouldPutStateWhereItSurvivesARestart() {
        assertThat(Path.of(config(Map.of()).getString("state.dir")))
                .isAbsolute()
                .endsWithRaw(Path.of("angklung-state"));
    }

    @Test
    void shouldLetASettingForAllClientsWinAgainstADefaultForOneKind() {
        StreamsConfig config = config(Map.of("kafka.linger.ms", "7", "kafka.session.timeout.ms", "9000"));

        assertThat(config.getProducerConfigs("c")).containsEntry("linger.ms", "7");
        assertThat(config.getMainConsumerConfigs("g", "c", 0)).containsEntry("session.timeout.ms", "9000");
    }

    @Test
    void shouldLetASettingForOneKindOfClientWinAgainstOneForAll() {
        StreamsConfig config = config(Map.of("kafka.linger.ms", "7", "producer.linger.ms", "8"));

        assertThat(config.getProducerConfigs("c")).containsEntry("linger.ms", "8");
    }

    @Test
    void shouldAllowATransactionSeveralCommitIntervalsOfTheLongestKind() {
        StreamsConfig config = config(Map.of("commit.interval.ms", "10000"));

        assertThat((int) config.getProducerConfigs("c").get("transaction.timeout.ms"))
                .isGreaterThanOrEqualTo(5 * 10_000);
    }

    private static StreamsConfig config(Map<String, String> keys) {
        return new StreamsConfig(new StreamsFactory(Settings.of(keys)).config(Stage.TALLY));
    }
}
