package angklung.tally;

import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import org.apache.kafka.common.serialization.Serde;

/**
 * The last version of a pool that a plan came for.
 *
 * @param amountMicros of that version
 * @param usageRevision that it rests on
 */
record Planned(int version, long amountMicros, int usageRevision) {
    static final Planned NONE = new Planned(0, 0, 0);

    private static final int FORMAT = 2;

    static Serde<Planned> serde() {
        return StateSerdes.fields(FORMAT, Planned::encode, Planned::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(version).number(amountMicros).number(usageRevision);
    }

    private static Planned decode(StateReader reader) {
        return new Planned(reader.integer(), reader.number(), reader.integer());
    }
}
