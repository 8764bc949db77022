package angklung.tally;

import java.util.List;
import org.apache.kafka.common.utils.Bytes;

/**
 * Rows that one usage record has changed.
 *
 * @param keys as {@link RowKey#toBytes}
 */
record ChangedRows(List<Bytes> keys) implements Notice {
    ChangedRows {
        keys = List.copyOf(keys);
    }
}
