package angklung.intake;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.serialization.Serde;

/**
 * How far a feed is.
 *
 * @param next offset that follows the last record processed
 * @param day of its {@link RecordClock}
 */
record FeedPosition(long next, int day) {
    private static final int FORMAT = 1;

    static Serde<FeedPosition> serde() {
        return StateSerdes.fields(FORMAT, FeedPosition::encode, FeedPosition::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(next).number(day);
    }

    private static FeedPosition decode(StateReader reader) {
        return new FeedPosition(reader.number(), reader.integer());
    }
}
