package angklung.settlement;

import angklung.avro.Advance;
import angklung.avro.RightType;
import angklung.stage.StateReader;
import angklung.stage.StateWriter;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An advance that is in the ledger. It stays in the account when nothing of it is left, so that it counts once.
 *
 * @param group advances of one group are recouped together
 * @param rights whose earnings recoup it; empty: all
 * @param outstanding what is not recouped, in micros
 */
record OpenAdvance(String id, String currency, String group, SortedSet<String> rights, long outstanding) {

    static OpenAdvance of(Advance advance, String currency) {
        SortedSet<String> rights =
                advance.getRightTypes().stream().map(RightType::name).collect(Collectors.toCollection(TreeSet::new));
        return new OpenAdvance(
                advance.getAdvanceId(), currency, advance.getGroup(), rights, advance.getAmountMicros());
    }

    /** @throws IllegalStateException if that is more than is outstanding */
    OpenAdvance recouped(long micros) {
        if (micros > outstanding) {
            throw new IllegalStateException(
                    "Advance " + id + " has " + outstanding + " micros left, but " + micros + " were recouped");
        }
        return new OpenAdvance(id, currency, group, rights, outstanding - micros);
    }

    void encode(StateWriter writer) {
        writer.text(id).text(currency).text(group).number(rights.size());
        rights.forEach(writer::text);
        writer.number(outstanding);
    }

    static OpenAdvance decode(StateReader reader) {
        String id = reader.text();
        String currency = reader.text();
        String group = reader.text();
        SortedSet<String> rights = new TreeSet<>();
        for (long left = reader.number(); left > 0; left--) {
            rights.add(reader.text());
        }
        return new OpenAdvance(id, currency, group, rights, reader.number());
    }
}
