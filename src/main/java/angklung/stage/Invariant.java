package angklung.stage;

import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/** Names the record that broke an invariant. The process stops: nothing downstream may rest on it. */
public final class Invariant {
    private final ProcessingContext context;

    public Invariant(ProcessingContext context) {
        this.context = context;
    }

    /** @throws IllegalStateException unless {@code holds}; {@code what} says what is wrong, with all numbers */
    public void require(boolean holds, Supplier<String> what) {
        if (!holds) {
            throw broken(what.get());
        }
    }

    /** To be thrown; {@code what} as above. */
    public IllegalStateException broken(String what) {
        String where = context.recordMetadata()
                .map(at -> at.topic() + "-" + at.partition() + " at offset " + at.offset())
                .orElse("no record");
        return new IllegalStateException(
                what + " (task " + context.taskId() + " of " + context.applicationId() + ", " + where + ")");
    }
}
