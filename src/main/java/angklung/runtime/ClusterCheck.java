package angklung.runtime;

import angklung.config.Failure;
import angklung.config.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.utils.Utils;

/** What must hold on the brokers before a stage starts. */
public final class ClusterCheck {
    /** From version 2 each transaction has its own epoch, so no delayed write of an old one can enter (KIP-890). */
    private static final int TRANSACTION_VERSION_MIN = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Settings settings;
    private final Duration patience;

    public ClusterCheck(Settings settings) {
        this(settings, PATIENCE);
    }

    /** @param patience for connecting to all bootstrap servers together */
    ClusterCheck(Settings settings, Duration patience) {
        this.settings = settings;
        this.patience = patience;
    }

    /** @throws Failure with the code for "not ready" if anything does not hold */
    public void run() {
        requireReachable();
        requireTransactions();
        new TopicAdmin(settings).verify();
    }

    /**
     * Connects to one bootstrap server. Kafka's clients would go on trying, and log each attempt.
     *
     * @throws Failure naming the servers if none accepts a connection
     */
    public void requireReachable() {
        String[] servers = settings.bootstrapServers().split(",");
        int millis = Math.max(1, (int) patience.toMillis() / servers.length);
        if (Arrays.stream(servers).noneMatch(server -> accepts(server.strip(), millis))) {
            throw Failure.notReady("No broker answers at " + settings.bootstrapServers()
                    + "; start Kafka or set bootstrap.servers");
        }
    }

    private static boolean accepts(String server, int millis) {
        InetSocketAddress address = new InetSocketAddress(Utils.getHost(server), Utils.getPort(server));
        if (address.isUnresolved()) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, millis);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void requireTransactions() {
        try (Admin admin = settings.clients().admin()) {
            FinalizedVersionRange found = Answers.of(
                            admin.describeFeatures().featureMetadata(), "read the features of the brokers")
                    .finalizedFeatures()
                    .get("transaction.version");
            int version = found == null ? 0 : found.maxVersionLevel();
            if (version < TRANSACTION_VERSION_MIN) {
                throw Failure.notReady("The brokers at " + settings.bootstrapServers() + " have transaction.version "
                        + version + " and " + TRANSACTION_VERSION_MIN + " is needed; run"
                        + " 'kafka-features.sh upgrade --feature transaction.version=" + TRANSACTION_VERSION_MIN
                        + "'");
            }
        }
    }
}
