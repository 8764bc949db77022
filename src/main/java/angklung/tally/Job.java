package angklung.tally;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;

/**
 * Work that is too long for one record. It is kept in a store with its progress, which changes in the same
 * transaction as what the work sends: a restart goes on exactly where the last commit was.
 */
sealed interface Job extends Notice permits TotalJob, AllocateJob, WeighJob {
    int FORMAT = 3;
    int TOTAL = 1;
    int ALLOCATE = 2;
    int WEIGH = 3;

    /** Writes the number of the kind, one of the above, then everything about the job. */
    void encode(StateWriter writer);

    static Serde<Job> serde() {
        return StateSerdes.fields(FORMAT, Job::encode, Job::decode);
    }

    private static Job decode(StateReader reader) {
        int kind = reader.integer();
        return switch (kind) {
            case TOTAL -> TotalJob.decode(reader);
            case ALLOCATE -> AllocateJob.decode(reader);
            case WEIGH -> WeighJob.decode(reader);
            default -> throw new SerializationException("a job of unknown kind " + kind);
        };
    }
}
