package angklung.tally;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.serialization.Serde;

/** The last version of a pool that a plan came for, and its amount in micros. */
record Planned(int version, long amountMicros) {
    static final Planned NONE = new Planned(0, 0);

    private static final int FORMAT = 1;

    static Serde<Planned> serde() {
        return StateSerdes.fields(FORMAT, Planned::encode, Planned::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(version).number(amountMicros);
    }

    private static Planned decode(StateReader reader) {
        return new Planned(reader.integer(), reader.number());
    }
}
