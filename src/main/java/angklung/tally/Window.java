package angklung.tally;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.Serde;

/**
 * What was known of the periods before one when weights were asked for: allocations that rest on the answer see the
 * same, whatever has come since.
 *
 * @param lastRevisions last closed revision of each earlier period's usage, the latest period first; {@link #UNKNOWN}
 *     for a period that is not closed
 */
record Window(List<Integer> lastRevisions) {
    static final int UNKNOWN = -1;

    /** Of terms that do not look back. */
    static final Window NONE = new Window(List.of());

    private static final int FORMAT = 1;

    Window {
        lastRevisions = List.copyOf(lastRevisions);
    }

    static Serde<Window> serde() {
        return StateSerdes.fields(FORMAT, Window::encode, Window::decode);
    }

    private void encode(StateWriter writer) {
        writer.numbers(lastRevisions.stream().mapToLong(revision -> revision).toArray());
    }

    private static Window decode(StateReader reader) {
        return new Window(
                LongStream.of(reader.numbers()).mapToObj(Math::toIntExact).toList());
    }
}
