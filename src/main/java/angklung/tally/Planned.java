package angklung.tally;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The last version of a pool that a plan came for, and its amount in micros. */
record Planned(int version, long amountMicros) {
    static final Planned NONE = new Planned(0, 0);

    private static final int FORMAT = 1;

    static Serde<Planned> serde() {
        return Serdes.serdeFrom(
                (topic, planned) -> planned == null ? null : planned.encode(),
                (topic, bytes) -> bytes == null ? null : decode(new StateReader(bytes, FORMAT)));
    }

    private byte[] encode() {
        return new StateWriter(FORMAT).number(version).number(amountMicros).toBytes();
    }

    private static Planned decode(StateReader reader) {
        return new Planned(reader.integer(), reader.number());
    }
}
