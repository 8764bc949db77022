package angklung.tally;

import angklung.avro.RightType;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import angklung.stage.StoreKey;
import angklung.stage.StoreKeyReader;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;

/**
 * What the last allocated version of a pool rests on, so that it can be told what has changed since.
 *
 * @param right that the pool pays for
 * @param rightsChange last change of claims, as in {@link RightsLog}, that it has certainly seen
 * @param exclusions key of its terms, by which it is kept what policies exclude; null: they exclude nothing
 * @param effects of authorship policies, in this task
 */
record Divided(
        String territory, String offering, RightType right, long rightsChange, Bytes exclusions, Effects effects) {
    private static final int FORMAT = 1;

    static Bytes key(String dsp, String period, String pool) {
        return group(dsp, period).text(pool).toBytes();
    }

    /** What the keys of all pools of a service and period start with. */
    static StoreKey group(String dsp, String period) {
        return StoreKey.of(dsp, period);
    }

    /** The pool that a key is of. */
    static String pool(Bytes key) {
        StoreKeyReader reader = new StoreKeyReader(key);
        reader.text(); // the service
        reader.text(); // the period
        return reader.text();
    }

    static Serde<Divided> serde() {
        return StateSerdes.fields(FORMAT, Divided::encode, Divided::decode);
    }

    private void encode(StateWriter writer) {
        writer.text(territory)
                .text(offering)
                .text(right.name())
                .number(rightsChange)
                .optionalBytes(exclusions == null ? null : exclusions.get());
        effects.encode(writer);
    }

    private static Divided decode(StateReader reader) {
        return new Divided(
                reader.text(),
                reader.text(),
                RightType.valueOf(reader.text()),
                reader.number(),
                Bytes.wrap(reader.optionalBytes()),
                Effects.decode(reader));
    }
}
