package angklung.tally;

import angklung.model.Beneficiary;
import angklung.model.HoldReason;
import angklung.model.Splits.Part;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import angklung.stage.StoreKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;

/**
 * What the last version of a pool gave for one recording: positive amounts, and the plays behind them.
 *
 * @param effects of authorship policies on them
 */
record Allocation(List<Given> given, Effects effects) {
    static final Allocation NONE = new Allocation(List.of(), Effects.NONE);

    private static final int FORMAT = 3;

    /**
     * @param policy tag of the authorship policy by which it is marked or held, or null
     * @param plays that the amount rests on
     * @param amountMicros positive
     */
    record Given(Beneficiary beneficiary, String policy, long plays, long amountMicros) {

        boolean isFor(Part part) {
            return beneficiary.equals(part.beneficiary()) && Objects.equals(policy, part.policy());
        }
    }

    Allocation {
        given = List.copyOf(given);
    }

    /** What there was of the same; nothing if it had no part. */
    Given of(Part part) {
        for (Given one : given) {
            if (one.isFor(part)) {
                return one;
            }
        }
        return new Given(part.beneficiary(), part.policy(), 0, 0);
    }

    /** What all together got. */
    long amountMicros() {
        return given.stream().mapToLong(Given::amountMicros).reduce(0, Math::addExact);
    }

    /** Key of what a pool gave for a recording; no ISRC: of the pool as a whole. */
    static Bytes key(String pool, int bucket, String isrc) {
        return StoreKey.of(pool).oneByte(bucket).text(isrc == null ? "" : isrc).toBytes();
    }

    static Serde<Allocation> serde() {
        return StateSerdes.fields(FORMAT, Allocation::encode, Allocation::decode);
    }

    private void encode(StateWriter writer) {
        writer.number(given.size());
        for (Given one : given) {
            Beneficiary beneficiary = one.beneficiary();
            boolean held = beneficiary.hold() != null;
            writer.flag(held)
                    .text(held ? beneficiary.hold().label() : beneficiary.partyId())
                    .optionalText(one.policy())
                    .number(one.plays())
                    .number(one.amountMicros());
        }
        effects.encode(writer);
    }

    private static Allocation decode(StateReader reader) {
        int size = reader.integer();
        List<Given> given = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            boolean held = reader.flag();
            String name = reader.text();
            Beneficiary beneficiary = held ? Beneficiary.hold(reason(name)) : Beneficiary.party(name);
            given.add(new Given(beneficiary, reader.optionalText(), reader.number(), reader.number()));
        }
        return new Allocation(given, Effects.decode(reader));
    }

    private static HoldReason reason(String label) {
        return Arrays.stream(HoldReason.values())
                .filter(reason -> reason.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new SerializationException("State names an unknown hold: " + label));
    }
}
