package angklung.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import angklung.config.Failure;
import angklung.config.Settings;
import angklung.runtime.TopicState.Difference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a topic prefix of its own on one broker. */
final class TopicAdminIT {
    @TempDir
    private static Path dir;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(dir.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @Test
    void shouldCreateEveryTopicOfTheCatalogueOnceAndOnlyOnce() {
        TopicAdmin admin = new TopicAdmin(settings("create"));
        assertThat(admin.plan()).hasSize(42).allMatch(TopicState::isMissing);

        admin.apply();

        assertThat(admin.plan()).hasSize(42).allMatch(TopicState::isAsPlanned);
        assertThat(admin.apply()).allMatch(TopicState::isAsPlanned);
        assertThatCode(admin::verify).doesNotThrowAnyException();
    }

    @Test
    void shouldPlanWithoutChangingAnything() throws Exception {
        new TopicAdmin(settings("plan")).plan();

        assertThat(topicsWithPrefix("plan")).isEmpty();
    }

    @Test
    void shouldSetBackASettingThatDiffersAndLeaveOthersAlone() throws Exception {
        TopicAdmin admin = new TopicAdmin(settings("alter"));
        admin.apply();
        alter("alter.ledger.v1", Map.of("cleanup.policy", "compact", "retention.ms", "1000", "segment.ms", "60000"));

        TopicState ledger = state(admin, "alter.ledger.v1");
        assertThat(ledger.differences())
                .isEqualTo(Map.of(
                        "cleanup.policy", new Difference("compact", "delete"),
                        "retention.ms", new Difference("1000", "-1")));
        Failure failure = catchThrowableOfType(Failure.class, admin::verify);
        assertThat(failure.exitCode()).isEqualTo(Failure.NOT_READY);
        assertThat(failure).hasMessageContaining("alter.ledger.v1").hasMessageContaining("topics apply");

        admin.apply();

        assertThat(state(admin, "alter.ledger.v1").isAsPlanned()).isTrue();
        assertThat(setting("alter.ledger.v1", "segment.ms")).isEqualTo("60000");
    }

    @Test
    void shouldAcceptATopicThatKeepsRecordsForLongerThanItMust() throws Exception {
        TopicAdmin admin = new TopicAdmin(settings("longer"));
        admin.apply();
        alter("longer.plays.alpha.v1", Map.of("retention.ms", "-1"));

        assertThat(state(admin, "longer.plays.alpha.v1").isAsPlanned()).isFalse();
        assertThatCode(admin::verify).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseOtherPartitionsThanTheContractBeforeTouchingAnything() throws Exception {
        create(new NewTopic("broken.ledger.v1", 3, (short) 1));

        Failure failure =
                catchThrowableOfType(Failure.class, () -> new TopicAdmin(settings("broken")).apply());

        assertThat(failure.exitCode()).isEqualTo(Failure.NOT_READY);
        assertThat(failure).hasMessageContaining("broken.ledger.v1 has 3 partitions, not 4");
        assertThat(topicsWithPrefix("broken")).containsExactly("broken.ledger.v1");
        assertThat(setting("broken.ledger.v1", "retention.ms")).isNotEqualTo("-1");
    }

    @Test
    void shouldSayWhatIsMissing() {
        Failure failure = catchThrowableOfType(Failure.class, () -> new TopicAdmin(settings("none")).verify());

        assertThat(failure.exitCode()).isEqualTo(Failure.NOT_READY);
        assertThat(failure)
                .hasMessageStartingWith("Missing topics: ")
                .hasMessageContaining("none.ledger.v1")
                .hasMessageContaining("angklung topics apply");
    }

    @Test
    void shouldSayThatThereAreTooFewBrokersForTheCopies() {
        Settings settings = TestSettings.of(
                kafka.bootstrapServers(), dir, Map.of("topic.prefix", "copies", "replication.factor", "3"));

        Failure failure = catchThrowableOfType(Failure.class, () -> new TopicAdmin(settings).apply());

        assertThat(failure.exitCode()).isEqualTo(Failure.NOT_READY);
        assertThat(failure).hasMessageContaining("replication.factor 3");
    }

    private static Settings settings(String prefix) {
        return TestSettings.of(kafka.bootstrapServers(), dir, Map.of("topic.prefix", prefix));
    }

    private static TopicState state(TopicAdmin admin, String name) {
        return admin.plan().stream().filter(topic -> topic.name().equals(name)).findFirst().orElseThrow();
    }

    private static void create(NewTopic topic) throws Exception {
        try (Admin admin = settings("any").clients().admin()) {
            admin.createTopics(List.of(topic)).all().get();
        }
        await(() -> topicsWithPrefix(topic.name()).contains(topic.name()));
    }

    /** A broker shows a change a moment after the controller has made it. */
    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited for 30 s").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static Set<String> topicsWithPrefix(String prefix) throws Exception {
        try (Admin admin = settings("any").clients().admin()) {
            Set<String> names = new TreeSet<>(admin.listTopics().names().get());
            names.removeIf(name -> !name.startsWith(prefix));
            return names;
        }
    }

    private static String setting(String topic, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = settings("any").clients().admin()) {
            return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(name).value();
        }
    }

    private static void alter(String topic, Map<String, String> settings) throws Exception {
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(entry -> new AlterConfigOp(
                        new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try (Admin admin = settings("any").clients().admin()) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), changes))
                    .all()
                    .get();
        }
        for (Map.Entry<String, String> entry : settings.entrySet()) {
            await(() -> setting(topic, entry.getKey()).equals(entry.getValue()));
        }
    }
}
