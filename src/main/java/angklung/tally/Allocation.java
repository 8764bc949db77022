package angklung.tally;

import angklung.model.Beneficiary;
import angklung.model.HoldReason;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;

/** What the last version of a pool gave for one recording: positive amounts by beneficiary, and the plays behind them. */
record Allocation(List<Given> given) {
    static final Allocation NONE = new Allocation(List.of());

    private static final int FORMAT = 2;

    /**
     * @param plays that the amount rests on
     * @param amountMicros positive
     */
    record Given(Beneficiary beneficiary, long plays, long amountMicros) {}

    Allocation {
        given = List.copyOf(given);
    }

    /** What the beneficiary got; nothing if it had no part. */
    Given of(Beneficiary beneficiary) {
        for (Given one : given) {
            if (one.beneficiary().equals(beneficiary)) {
                return one;
            }
        }
        return new Given(beneficiary, 0, 0);
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
                    .number(one.plays())
                    .number(one.amountMicros());
        }
    }

    private static Allocation decode(StateReader reader) {
        int size = reader.integer();
        List<Given> given = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            boolean held = reader.flag();
            String name = reader.text();
            Beneficiary beneficiary = held ? Beneficiary.hold(reason(name)) : Beneficiary.party(name);
            given.add(new Given(beneficiary, reader.number(), reader.number()));
        }
        return new Allocation(given);
    }

    private static HoldReason reason(String label) {
        return Arrays.stream(HoldReason.values())
                .filter(reason -> reason.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new SerializationException("State names an unknown hold: " + label));
    }
}
