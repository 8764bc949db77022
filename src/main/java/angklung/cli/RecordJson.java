package angklung.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** An Avro record as JSON. */
final class RecordJson {
    private RecordJson() {}

    /** Fields in the schema's order; decimals, dates and instants as text, so that nothing is rounded by a reader. */
    static ObjectNode of(SpecificRecord record) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            put(node, field.name(), record.get(field.pos()));
        }
        return node;
    }

    private static void put(ObjectNode node, String name, Object value) {
        if (value == null) {
            node.putNull(name);
        } else if (value instanceof Long number) {
            node.put(name, number);
        } else if (value instanceof Integer number) {
            node.put(name, number);
        } else if (value instanceof BigDecimal decimal) {
            node.put(name, decimal.toPlainString());
        } else if (value instanceof List<?> list) {
            ArrayNode array = node.putArray(name);
            list.forEach(element -> array.add(
                    element instanceof SpecificRecord record ? of(record) : TextNode.valueOf(element.toString())));
        } else {
            node.put(name, value.toString());
        }
    }
}
