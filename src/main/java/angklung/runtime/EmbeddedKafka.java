package angklung.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.MDC;

/**
 * One broker inside this JVM, reachable on the loopback address only. Its directory holds everything: started again
 * on the same one, it has the same topics, records, groups and transactions.
 *
 * <p>Close clients first: one that still sends while the broker stops gets errors.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    /** What the log configuration knows the stop by. */
    static final String STOPPING_KEY = "embedded-kafka";

    static final String STOPPING_VALUE = "stopping";

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts on ports that are free.
     *
     * @param dir the broker's data, made if it does not exist
     */
    public static EmbeddedKafka start(Path dir) {
        Path data = dir.toAbsolutePath().normalize();
        format(data);
        try {
            return startOnFreePorts(data);
        } catch (RuntimeException e) {
            // Between looking for a free port and taking it, another process may have taken it.
            if (!portWasTaken(e)) {
                throw e;
            }
            return startOnFreePorts(data);
        }
    }

    /** {@code host:port}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        Uninterrupted.run(this::stop);
    }

    private void stop() {
        MDC.put(STOPPING_KEY, STOPPING_VALUE);
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            MDC.remove(STOPPING_KEY);
        }
    }

    private static EmbeddedKafka startOnFreePorts(Path data) {
        int[] ports = freePorts();
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(properties(data, ports[0], ports[1]), false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw e;
        }
        return new EmbeddedKafka(server, HOST + ":" + ports[0]);
    }

    private static void format(Path data) {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(data);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .setNodeId(1)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setIgnoreFormatted(true)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        } catch (Exception e) { // what Formatter.run declares
            throw new IllegalStateException("Cannot prepare " + data + " for a broker: " + e.getMessage(), e);
        }
    }

    /** Two different ones: both sockets are open before either is closed. */
    private static int[] freePorts() {
        try {
            InetAddress loopback = InetAddress.getByName(HOST);
            try (ServerSocket broker = new ServerSocket(0, 1, loopback);
                    ServerSocket controller = new ServerSocket(0, 1, loopback)) {
                return new int[] {broker.getLocalPort(), controller.getLocalPort()};
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + HOST, e);
        }
    }

    private static boolean portWasTaken(Throwable e) {
        return e != null && (e instanceof BindException || portWasTaken(e.getCause()));
    }

    private static Map<String, String> properties(Path data, int brokerPort, int controllerPort) {
        String broker = "PLAINTEXT://" + HOST + ":" + brokerPort;
        Map<String, String> properties = new HashMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("log.dirs", data.toString());
        properties.put("listeners", broker + ",CONTROLLER://" + HOST + ":" + controllerPort);
        properties.put("advertised.listeners", broker);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        // A topic is created by its contract or not at all.
        properties.put("auto.create.topics.enable", "false");
        // There is one broker, so one copy of everything.
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        // The default of 50 partitions each costs a second at the first transaction and buys nothing here.
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.num.partitions", "4");
        // The default forgets a stage's position after a week of rest, and the stage would read all again.
        properties.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        // A transaction that begins while the last one of its producer ends waits here, and not by a refusal after
        // 100 ms, which producer and broker log as errors (KAFKA-18575); this one broker has few cores and many stages.
        properties.put("add.partitions.to.txn.retry.backoff.max.ms", "10000");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "2");
        properties.put("background.threads", "2");
        properties.put("log.cleaner.threads", "1");
        properties.put("log.cleaner.dedupe.buffer.size", "16777216");
        return properties;
    }
}
