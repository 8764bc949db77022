package angklung.notary;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.serialization.Serde;

/**
 * What of a closed period has been submitted.
 *
 * @param closeSubmitted whether the close itself has been
 * @param lastRun last settlement run that the close contains or that has been submitted since
 * @param lastRevision last revision of the usage that has been submitted; 0 is the close's own
 */
record CloseProgress(boolean closeSubmitted, int lastRun, int lastRevision) {
    private static final int FORMAT = 1;

    /** @param lastRun last settlement run that was recorded in front of CLOSED */
    static CloseProgress closed(int lastRun) {
        return new CloseProgress(false, lastRun, 0);
    }

    CloseProgress withClose() {
        return new CloseProgress(true, lastRun, lastRevision);
    }

    CloseProgress withNextRun() {
        return new CloseProgress(closeSubmitted, lastRun + 1, lastRevision);
    }

    CloseProgress withNextRevision() {
        return new CloseProgress(closeSubmitted, lastRun, lastRevision + 1);
    }

    static Serde<CloseProgress> serde() {
        return StateSerdes.fields(FORMAT, CloseProgress::encode, CloseProgress::decode);
    }

    private void encode(StateWriter writer) {
        writer.flag(closeSubmitted).number(lastRun).number(lastRevision);
    }

    private static CloseProgress decode(StateReader reader) {
        return new CloseProgress(reader.flag(), reader.integer(), reader.integer());
    }
}
