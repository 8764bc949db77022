package angklung.runtime;

import angklung.config.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings for the one broker inside the JVM. */
final class TestSettings {
    private TestSettings() {}

    static Settings of(String bootstrapServers, Path stateDir, Map<String, String> extra) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "bootstrap.servers", bootstrapServers,
                "schema.registry.url", "mock://runtime",
                "dsps", "alpha,beta",
                "state.dir", stateDir.toString(),
                "threads", "1",
                "commit.interval.ms", "100",
                "partitions.intake", "2",
                "replication.factor", "1",
                "min.insync.replicas", "1"));
        keys.putAll(extra);
        return Settings.of(keys);
    }
}
