package angklung.config;

import angklung.client.Clients;
import angklung.topic.AvroSerdes;
import angklung.topic.PartitionContract;
import angklung.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All settings of one process, read and judged. {@link Properties} documents each.
 *
 * @param threads of each stage
 * @param rocksdbMemoryMb native memory of each stage's state
 * @param followAllSubscribers whether intake keeps every play by subscriber, not only where an agreement needs it
 * @param minorOverclaimPercent greatest sum of claims that is a minor over-claim
 * @param provisionalInterval between provisional earnings of open periods; zero: none
 * @param grace after the end of a period before it may be closed
 * @param log of the transparency log
 * @param chain on which checkpoints are recorded and distributions paid
 * @param kafka settings of every Kafka client, by Kafka's names
 * @param consumer settings of the stages' consumers, by Kafka's names
 * @param producer settings of the stages' producers, by Kafka's names
 * @param registry settings of the schema registry's client, by its names
 */
public record Settings(
        String bootstrapServers,
        String registryUrl,
        String topicPrefix,
        String applicationIdPrefix,
        List<String> dsps,
        PartitionContract partitions,
        Path stateDir,
        int threads,
        Duration commitInterval,
        int replicationFactor,
        int minInsyncReplicas,
        int standbyReplicas,
        int rocksdbMemoryMb,
        int dedupHorizonDays,
        boolean followAllSubscribers,
        int minorOverclaimPercent,
        Duration provisionalInterval,
        Duration grace,
        LogSettings log,
        ChainSettings chain,
        Map<String, String> kafka,
        Map<String, String> consumer,
        Map<String, String> producer,
        Map<String, String> registry) {

    public Settings {
        dsps = List.copyOf(dsps);
        kafka = Map.copyOf(kafka);
        consumer = Map.copyOf(consumer);
        producer = Map.copyOf(producer);
        registry = Map.copyOf(registry);
    }

    /** The defaults with some keys set, as if by flags; no file and no environment. */
    public static Settings of(Map<String, String> keys) {
        return new SettingsLoader(Map.of()).load(null, keys);
    }

    /** The topic catalogue of this installation. */
    public Topics topics() {
        return new Topics(topicPrefix, partitions, new AvroSerdes(registryUrl, registry), dsps);
    }

    /** Plain clients of this installation's brokers. */
    public Clients clients() {
        Map<String, String> common = new HashMap<>(kafka);
        common.keySet().retainAll(ClientKeys.PLAIN);
        common.put("bootstrap.servers", bootstrapServers);
        return new Clients(common);
    }

    /** @throws Failure if no service is named: there would be nothing to read */
    public Settings requireDsps() {
        if (dsps.isEmpty()) {
            throw Failure.usage("No service is named: set dsps in the configuration file, or "
                    + SettingsLoader.variable(Properties.DSPS.name()) + ", to a list such as alpha,beta");
        }
        return this;
    }

    /** For logs: passwords and credentials are masked. */
    @Override
    public String toString() {
        return "Settings[bootstrapServers=" + bootstrapServers + ", registryUrl=" + Secrets.maskUserInfo(registryUrl)
                + ", topicPrefix=" + topicPrefix + ", applicationIdPrefix=" + applicationIdPrefix + ", dsps=" + dsps
                + ", " + partitions + ", stateDir=" + stateDir + ", threads=" + threads + ", commitInterval="
                + commitInterval + ", replicationFactor=" + replicationFactor + ", minInsyncReplicas="
                + minInsyncReplicas + ", standbyReplicas=" + standbyReplicas + ", rocksdbMemoryMb="
                + rocksdbMemoryMb + ", dedupHorizonDays=" + dedupHorizonDays + ", followAllSubscribers="
                + followAllSubscribers + ", minorOverclaimPercent=" + minorOverclaimPercent
                + ", provisionalInterval=" + provisionalInterval + ", grace=" + grace + ", " + log
                + ", kafka=" + Secrets.mask(kafka) + ", consumer=" + Secrets.mask(consumer) + ", producer="
                + Secrets.mask(producer) + ", registry=" + Secrets.mask(registry) + "]";
    }
}
