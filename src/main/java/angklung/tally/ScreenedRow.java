package angklung.tally;

import angklung.avro.UsageCount;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * Plays of one recording, among those counted, that one revision finds artificial. Each revision says it of the whole
 * period.
 *
 * @param open by a hit that nobody has decided on
 * @param confirmed by a hit that was confirmed
 */
record ScreenedRow(TallyRow open, TallyRow confirmed) {
    static final ScreenedRow EMPTY = new ScreenedRow(TallyRow.EMPTY, TallyRow.EMPTY);

    private static final int FORMAT = 1;

    ScreenedRow plusOpen(List<UsageCount> counts) {
        return new ScreenedRow(open.plus(counts), confirmed);
    }

    ScreenedRow plusConfirmed(List<UsageCount> counts) {
        return new ScreenedRow(open, confirmed.plus(counts));
    }

    static Serde<ScreenedRow> serde() {
        return StateSerdes.fields(
                FORMAT,
                ScreenedRow::encode,
                reader -> new ScreenedRow(TallyRow.decode(reader), TallyRow.decode(reader)));
    }

    private void encode(StateWriter writer) {
        open.encode(writer);
        confirmed.encode(writer);
    }
}
