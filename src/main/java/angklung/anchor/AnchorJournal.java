package angklung.anchor;

import angklung.avro.ChainAnchor;
import java.util.Optional;

/** What was sent to chains and what became final, outliving the process. */
public interface AnchorJournal extends AutoCloseable {
    /** The last record of a key. */
    Optional<ChainAnchor> last(String key);

    /** Writes a record durably: only then is what it says done. */
    void write(String key, ChainAnchor anchor);

    @Override
    void close();
}
