package angklung.cluster;

import angklung.config.Settings;
import angklung.model.Period;
import angklung.oracle.RandomInput;
import angklung.runtime.Pipeline;
import angklung.runtime.Topologies;
import angklung.topic.PartitionContract;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline on three brokers, every topic with three replicas of which two must have a record. */
class ThreeBrokersIT {
    private static final Period MARCH = Period.parse("2026-03");

    @TempDir
    Path directory;

    @Test
    void shouldMatchTheOracleWithReplicatedTopicsAndABrokerLost() throws Exception {
        SplittableRandom random = new SplittableRandom();
        long seed = Long.getLong("angklung.seed", random.nextLong());
        System.out.println("seed of this run: -Dangklung.seed=" + seed);
        RandomInput input = new RandomInput(new SplittableRandom(seed), 1_000, List.of(YearMonth.of(2026, 3)));
        input.latePlays.clear();
        try (KafkaClusterTestKit cluster = cluster()) {
            Rig rig = new Rig(cluster.bootstrapServers(), "mock://three" + seed, new PartitionContract(3, 5, 2, 4), 3);
            rig.createTopics();
            Settings settings = rig.settings(directory.resolve("state"));
            try (Pipeline pipeline = Pipeline.start(settings, Topologies.of(settings))) {
                pipeline.awaitRunning(Rig.PATIENCE);
                rig.sendReference(input, pipeline::failure);
                rig.sendPlays(input.plays);
                cluster.brokers().get(2).shutdown();
                rig.awaitPlays(pipeline::failure);
                rig.closeAndPay(MARCH, input, pipeline::failure);
                rig.closeAndPay(MARCH.next(), input, pipeline::failure);
            }
            rig.assertLedgerIsTheOracles(input.oracle());
        }
    }

    private static KafkaClusterTestKit cluster() throws Exception {
        KafkaClusterTestKit cluster = new KafkaClusterTestKit.Builder(
                        new TestKitNodes.Builder().setCombined(false).setNumBrokerNodes(3).setNumControllerNodes(1)
                                .build())
                .setConfigProp("offsets.topic.replication.factor", "3")
                .setConfigProp("offsets.topic.num.partitions", "4")
                .setConfigProp("transaction.state.log.replication.factor", "3")
                .setConfigProp("transaction.state.log.min.isr", "2")
                .setConfigProp("transaction.state.log.num.partitions", "4")
                .setConfigProp("group.initial.rebalance.delay.ms", "0")
                .build();
        cluster.format();
        cluster.startup();
        cluster.waitForReadyBrokers();
        return cluster;
    }
}
