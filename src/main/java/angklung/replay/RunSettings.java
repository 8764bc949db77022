package angklung.replay;

import angklung.config.Failure;
import angklung.config.Properties;
import angklung.config.Settings;
import angklung.config.SettingsLoader;
import angklung.topic.PartitionContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Settings of a run that stands alone: topics, groups and a registry of its own, so that it meets neither another
 * run nor an installation on the same cluster.
 *
 * @param stateDir local state, gone after the run
 * @param threads of each stage
 */
public record RunSettings(PartitionContract partitions, int threads, Path stateDir) {
    private static final List<String> OWN = List.of("topic.prefix", "application.id.prefix", "dsps");

    /**
     * Days for which a repeated play is recognised, and at least so long are plays kept by subscriber: as many as there
     * may be. All plays are read before the first period is closed, and its subscribers must not have expired by then.
     */
    public static final int DEDUP_DAYS = 3_660;

    /** Each step waits for a commit or two, and there is no load to spare the broker from. */
    private static final String COMMIT_MS = "100";

    /** Nobody waits for estimates of periods that are closed in minutes. */
    private static final String NO_ESTIMATES = "0";

    /** @param dsps the services whose plays are read */
    public Settings embedded(String bootstrapServers, List<String> dsps) {
        return embedded(bootstrapServers, dsps, Map.of());
    }

    /**
     * Settings on a broker of this process.
     *
     * @param dsps the services whose plays are read
     * @param more settings that no run has by itself, such as those of a log
     */
    public Settings embedded(String bootstrapServers, List<String> dsps, Map<String, String> more) {
        Map<String, String> keys = own(dsps);
        keys.putAll(more);
        keys.put("bootstrap.servers", bootstrapServers);
        keys.put("replication.factor", "1");
        keys.put("min.insync.replicas", "1");
        return Settings.of(keys);
    }

    /**
     * @param file properties file, or null
     * @param given settings of the user's; those that would mix the run with another are refused
     */
    public Settings onCluster(SettingsLoader loader, Path file, Map<String, String> given, List<String> dsps) {
        for (String key : OWN) {
            if (given.containsKey(key)) {
                throw Failure.usage(key + " may not be set: a replay has topics of its own and deletes them");
            }
        }
        Map<String, String> keys = own(dsps);
        given.forEach((key, value) -> {
            if (key.equals(Properties.PROVISIONAL_INTERVAL.name()) || !keys.containsKey(key)) {
                keys.put(key, value);
            }
        });
        return loader.load(file, keys);
    }

    private Map<String, String> own(List<String> dsps) {
        String unique = "run-" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, String> keys = new HashMap<>();
        keys.put("schema.registry.url", "mock://" + unique);
        keys.put("topic.prefix", unique);
        keys.put("application.id.prefix", unique);
        keys.put("dsps", String.join(",", dsps));
        keys.put("partitions.intake", String.valueOf(partitions.intake()));
        keys.put("partitions.tally", String.valueOf(partitions.tally()));
        keys.put("partitions.pool", String.valueOf(partitions.pool()));
        keys.put("partitions.settlement", String.valueOf(partitions.settlement()));
        keys.put("state.dir", stateDir.toString());
        keys.put("threads", String.valueOf(threads));
        keys.put("commit.interval.ms", COMMIT_MS);
        keys.put(Properties.PROVISIONAL_INTERVAL.name(), NO_ESTIMATES);
        keys.put("dedup.horizon.days", String.valueOf(DEDUP_DAYS));
        return keys;
    }
}
