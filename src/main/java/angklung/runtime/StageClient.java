package angklung.runtime;

import angklung.stage.RocksMemory;
import java.time.Duration;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;

/** The application of one stage and the native memory of its stores. */
record StageClient(Stage stage, KafkaStreams streams, RocksMemory.Shared memory) {

    void start() {
        streams.start();
    }

    /**
     * Stops after a last commit; stopping again does nothing.
     *
     * @return whether it stopped in time. If not, its stores may still use the memory, so that is kept.
     */
    boolean stop(Duration patience) {
        // Kafka Streams stays in its group by default, and the partitions then wait for the session to end.
        boolean stopped = streams.close(CloseOptions.timeout(patience)
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        if (stopped) {
            memory.close();
        }
        return stopped;
    }

    /** The stage and the state that it is in. */
    @Override
    public String toString() {
        return stage.label() + " " + streams.state();
    }
}
