package angklung.notary;

import angklung.avro.LogSubmission;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;

/** Records of the topic of submissions. */
final class Submitted {
    private Submitted() {}

    /**
     * A submission as a record. Its time is now: what waits for the sequencer is kept for a span from its submission,
     * and a fact's own time is 0, which the broker would clear away at once.
     */
    static Record<String, LogSubmission> record(LogSubmission submission, ProcessingContext context) {
        return new Record<>(submission.getLeafId(), submission, context.currentSystemTimeMs());
    }
}
