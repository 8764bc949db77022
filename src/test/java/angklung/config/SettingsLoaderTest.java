package angklung.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsLoaderTest {
    @TempDir
    private Path dir;

    @Test
    void shouldHaveTheDocumentedDefaults() {
        Settings settings = Settings.of(Map.of());

        assertThat(settings.topicPrefix()).isEqualTo("royalty");
        assertThat(settings.dsps()).isEmpty();
        assertThat(settings.partitions().tally()).isEqualTo(4);
        assertThat(settings.stateDir()).isEqualTo(Path.of("angklung-state"));
        assertThat(settings.commitInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.replicationFactor()).isEqualTo(3);
        assertThat(settings.minInsyncReplicas()).isEqualTo(2);
        assertThat(settings.dedupHorizonDays()).isEqualTo(45);
        assertThat(settings.followAllSubscribers()).isFalse();
        assertThat(settings.provisionalInterval()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.grace()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void shouldReadWhomToFollowAndHowOftenToEstimate() {
        Settings settings = new SettingsLoader(Map.of("ANGKLUNG_INTAKE_FOLLOW___SUBSCRIBERS", "all"))
                .load(null, Map.of("tally.provisional-interval", "PT90S"));

        assertThat(settings.followAllSubscribers()).isTrue();
        assertThat(settings.provisionalInterval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(Settings.of(Map.of("tally.provisional-interval", "0")).provisionalInterval()).isZero();
        assertThat(failure(Map.of(), Map.of("intake.follow-subscribers", "some")))
                .hasMessage("intake.follow-subscribers: 'some' is neither agreed nor all");
        for (String wrong : List.of("1m", "PT0.1S", "PT25H", "-PT1M")) {
            assertThat(failure(Map.of(), Map.of("tally.provisional-interval", wrong)))
                    .hasMessageStartingWith("tally.provisional-interval: ");
        }
    }

    @Test
    void shouldAcceptEveryDefault() {
        for (Property<?> property : Properties.all()) {
            assertThat(property.read(property.defaultText())).as(property.name()).isNotNull();
        }
    }

    @Test
    void shouldTakeFlagsBeforeEnvironmentBeforeFileBeforeDefaults() throws IOException {
        Path file = file("threads=3", "state.dir=from-file", "topic.prefix=file", "commit.interval.ms = 1000");
        Map<String, String> environment = Map.of("ANGKLUNG_STATE_DIR", "from-env", "ANGKLUNG_TOPIC_PREFIX", "env");

        Settings settings = new SettingsLoader(environment).load(file, Map.of("topic.prefix", "flag"));

        assertThat(settings.topicPrefix()).isEqualTo("flag");
        assertThat(settings.stateDir()).isEqualTo(Path.of("from-env"));
        assertThat(settings.threads()).isEqualTo(3);
        assertThat(settings.commitInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.applicationIdPrefix()).isEqualTo("angklung");
    }

    @Test
    void shouldReadClientSettingsFromFileAndEnvironment() throws IOException {
        Path file = file("kafka.security.protocol=SSL", "consumer.fetch.min.bytes=1", "registry.proxy.host=gate");
        Map<String, String> environment = Map.of(
                "KAFKA_SASL_MECHANISM", "PLAIN",
                "KAFKA_CONSUMER_FETCH_MIN_BYTES", "2",
                "KAFKA_PRODUCER_LINGER_MS", "5",
                "ANGKLUNG_REGISTRY_PROXY_PORT", "3128");

        Settings settings = new SettingsLoader(environment).load(file, Map.of());

        assertThat(settings.kafka()).isEqualTo(Map.of("security.protocol", "SSL", "sasl.mechanism", "PLAIN"));
        assertThat(settings.consumer()).isEqualTo(Map.of("fetch.min.bytes", "2"));
        assertThat(settings.producer()).isEqualTo(Map.of("linger.ms", "5"));
        assertThat(settings.registry()).isEqualTo(Map.of("proxy.host", "gate", "proxy.port", "3128"));
    }

    @Test
    void shouldUndoTheEscapeOfUnderscoresAndHyphens() {
        Failure failure = failure(Map.of("KAFKA_A__B_C___D", "x"), Map.of());

        // The variable is unknown; its suggestion is spelt by the same escape.
        assertThat(failure).hasMessageContaining("KAFKA_A__B_C___D");
        assertThat(SettingsLoader.variable("a_b.c-d")).isEqualTo("ANGKLUNG_A__B_C___D");
    }

    @ParameterizedTest
    @CsvSource({
        "tread, threads",
        "comit.interval.ms, commit.interval.ms",
        "bootstrap.server, bootstrap.servers",
        "partitions.intakes, partitions.intake",
        "kafka.security.protocoll, kafka.security.protocol",
        "consumer.fetch.min.byte, consumer.fetch.min.bytes",
        "producers.linger.ms, producer.linger.ms"
    })
    void shouldSuggestTheNearestNameForAnUnknownKey(String misspelt, String meant) {
        Failure failure = failure(Map.of(), Map.of(misspelt, "1"));

        assertThat(failure).hasMessageContaining(misspelt).hasMessageContaining("did you mean " + meant + "?");
        assertThat(failure.exitCode()).isEqualTo(2);
    }

    @Test
    void shouldSuggestTheVariableForAnUnknownVariable() {
        assertThat(failure(Map.of("ANGKLUNG_BOOTSTRAP_SERVER", "h:1"), Map.of()))
                .hasMessageContaining("ANGKLUNG_BOOTSTRAP_SERVER")
                .hasMessageContaining("did you mean ANGKLUNG_BOOTSTRAP_SERVERS?");
    }

    @Test
    void shouldSuggestNothingWhenNothingIsNear() {
        assertThat(failure(Map.of(), Map.of("zzzzzzzzzzzz", "1")).getMessage()).doesNotContain("did you mean");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "kafka.processing.guarantee", "consumer.isolation.level", "producer.enable.idempotence", "producer.acks",
        "kafka.acks", "producer.transactional.id", "consumer.enable.auto.commit", "kafka.application.id",
        "kafka.bootstrap.servers", "kafka.state.dir", "producer.partitioner.class"
    })
    void shouldRefuseSettingsThatExactnessRestsOn(String key) {
        Failure failure = failure(Map.of(), Map.of(key, "x"));

        assertThat(failure).hasMessageContaining(key).hasMessageContaining("may not be set");
        assertThat(failure.exitCode()).isEqualTo(Failure.USAGE);
    }

    @Test
    void shouldIgnoreVariablesOfScriptsAndOfKubernetes() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "KAFKA_HOME", "/opt/kafka", "KAFKA_OPTS", "-Dx", "KAFKA_HEAP_OPTS", "-Xmx1g",
                "KAFKA_LOG4J_OPTS", "-Dy", "KAFKA_JVM_PERFORMANCE_OPTS", "-server"));
        environment.putAll(Map.of(
                "KAFKA_SERVICE_HOST", "10.0.0.1", "KAFKA_SERVICE_PORT_CLIENT", "9092",
                "KAFKA_PORT", "tcp://10.0.0.1:9092", "KAFKA_PORT_9092_TCP_ADDR", "10.0.0.1",
                "ANGKLUNG_PORT_80_TCP", "tcp://10.0.0.2:80", "ANGKLUNG_LOG_LEVEL", "INFO", "ANGKLUNG_DEBUG", "1",
                "PATH", "/bin", "JAVA_HOME", "/jdk"));

        assertThat(new SettingsLoader(environment).load(null, Map.of())).isEqualTo(Settings.of(Map.of()));
    }

    @Test
    void shouldRefuseAKeyThatIsTwiceInOneFile() throws IOException {
        Path file = file("threads=1", "threads=2");

        Failure failure = catchThrowableOfType(
                Failure.class, () -> new SettingsLoader(Map.of()).load(file, Map.of()));

        assertThat(failure).hasMessageContaining("threads is set twice").hasMessageContaining(file.toString());
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        Path file = dir.resolve("missing.properties");

        Failure failure = catchThrowableOfType(
                Failure.class, () -> new SettingsLoader(Map.of()).load(file, Map.of()));

        assertThat(failure).hasMessageContaining(file.toString());
        assertThat(failure.exitCode()).isEqualTo(Failure.USAGE);
    }

    @ParameterizedTest
    @CsvSource({
        "threads, two, 'threads: ''two'' is not a whole number'",
        "threads, 0, threads: 0 is not between 1 and 256",
        "partitions.tally, 257, partitions.tally: 257 is not between 1 and 256",
        "dsps, 'alpha,be ta', 'dsps: ''be ta'' is not a service'",
        "dsps, 'alpha,alpha', dsps: a service is named twice",
        "bootstrap.servers, localhost, 'bootstrap.servers: ''localhost'' is not of the form'",
        "topic.prefix, a.b, topic.prefix",
        "schema.registry.url, ftp://user:hidden@host, schema.registry.url: not a URL"
    })
    void shouldSayWhichValueIsWrongAndWhy(String key, String value, String message) {
        Failure failure = failure(Map.of(), Map.of(key, value));

        assertThat(failure).hasMessageContaining(message);
        assertThat(failure.getMessage()).doesNotContain("hidden");
        assertThat(failure.exitCode()).isEqualTo(Failure.USAGE);
    }

    @Test
    void shouldRefuseMoreInsyncReplicasThanReplicas() {
        assertThat(failure(Map.of(), Map.of("replication.factor", "1"))).hasMessageContaining("min.insync.replicas");
    }

    @Test
    void shouldReadAListOfServices() {
        assertThat(Settings.of(Map.of("dsps", "beta, alpha")).dsps()).isEqualTo(List.of("beta", "alpha"));
    }

    @Test
    void shouldMaskSecretsInEveryPrint() {
        Settings settings = Settings.of(Map.of(
                "schema.registry.url", "http://me:hidden@host:8081",
                "kafka.sasl.jaas.config", "hidden",
                "kafka.ssl.keystore.password", "hidden",
                "consumer.ssl.key.password", "hidden",
                "producer.ssl.truststore.password", "hidden",
                "registry.basic.auth.user.info", "me:hidden",
                "kafka.security.protocol", "SASL_SSL"));

        assertThat(settings.toString()).doesNotContain("hidden").contains("SASL_SSL", "host:8081");
    }

    @Test
    void shouldGiveThePlainClientsOnlyWhatTheyKnow() {
        Settings settings = Settings.of(Map.of("kafka.max.task.idle.ms", "1", "kafka.security.protocol", "SSL"));

        assertThat(settings.kafka()).containsKey("max.task.idle.ms");
        assertThat(ClientKeys.PLAIN).contains("security.protocol").doesNotContain("max.task.idle.ms");
    }

    private Path file(String... lines) throws IOException {
        return Files.write(dir.resolve("angklung.properties"), List.of(lines));
    }

    private static Failure failure(Map<String, String> environment, Map<String, String> flags) {
        return catchThrowableOfType(Failure.class, () -> new SettingsLoader(environment).load(null, flags));
    }
}
