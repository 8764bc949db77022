package angklung.tally;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Work that is too long for one record. It is kept in a store with its progress, which changes in the same
 * transaction as what the work sends: a restart goes on exactly where the last commit was.
 */
sealed interface Job permits TotalJob, AllocateJob {
    int FORMAT_TOTAL = 1;
    int FORMAT_ALLOCATE = 2;

    byte[] encode();

    static Serde<Job> serde() {
        return Serdes.serdeFrom(
                (topic, job) -> job == null ? null : job.encode(),
                (topic, bytes) -> bytes == null ? null : decode(bytes));
    }

    private static Job decode(byte[] bytes) {
        return switch (bytes[0]) {
            case FORMAT_TOTAL -> TotalJob.decode(new StateReader(bytes, FORMAT_TOTAL));
            case FORMAT_ALLOCATE -> AllocateJob.decode(new StateReader(bytes, FORMAT_ALLOCATE));
            default -> throw new SerializationException("State holds a job of unknown format " + bytes[0]);
        };
    }
}
