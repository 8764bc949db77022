package angklung.tally;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.serialization.Serde;

/**
 * What was known when weights were asked for: allocations that rest on the answer see the same, whatever has come
 * since.
 *
 * @param lastRevisions last closed revision of each earlier period's usage, the latest period first; {@link #UNKNOWN}
 *     for a period that is not closed
 * @param rightsChange last change of claims, as in {@link RightsLog}, if policies exclude some
 */
record Window(List<Integer> lastRevisions, long rightsChange) {
    static final int UNKNOWN = -1;

    /** Of terms that rest on nothing else. */
    static final Window NONE = new Window(List.of(), RightsLog.START);

    private static final int FORMAT = 2;

    Window {
        lastRevisions = List.copyOf(lastRevisions);
    }

    static Serde<Window> serde() {
        return StateSerdes.fields(FORMAT, Window::encode, Window::decode);
    }

    private void encode(StateWriter writer) {
        writer.numbers(lastRevisions.stream().mapToLong(revision -> revision).toArray())
                .number(rightsChange);
    }

    private static Window decode(StateReader reader) {
        return new Window(
                LongStream.of(reader.numbers()).mapToObj(Math::toIntExact).toList(), reader.number());
    }
}
