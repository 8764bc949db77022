package angklung.ledger;

import angklung.avro.LedgerLine;
import angklung.log.CanonicalJson;
import angklung.log.Hash;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.Schema;

/**
 * A sealed ledger line as an entry of the tree whose root its party's statement carries as {@code lines_hash}. Entries
 * come in ledger order.
 */
public record LineEntry(LedgerLine line) {
    /** The same amount is there in micros. */
    private static final String EXCLUDED = "amount";

    private static final List<Schema.Field> BY_NAME = LedgerLine.getClassSchema().getFields().stream()
            .filter(field -> !field.name().equals(EXCLUDED))
            .sorted(Comparator.comparing(Schema.Field::name))
            .toList();

    /**
     * Every field by its name but {@code amount}, those that are null left out, all as text: whole numbers in decimal,
     * decimals with all their places, such as {@code 16000.500000000000}, dates and times as in ISO 8601, such as
     * {@code 2026-11-01} and {@code 2026-11-01T00:00:00Z}.
     */
    public CanonicalJson json() {
        CanonicalJson json = new CanonicalJson();
        for (Schema.Field field : BY_NAME) {
            Object value = line.get(field.pos());
            if (value != null) {
                json.add(field.name(), value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString());
            }
        }
        return json;
    }

    /** In the tree. */
    public Hash leaf() {
        return Hash.leaf(json().toBytes());
    }
}
