package angklung.anchor;

import angklung.avro.AnchorKind;
import angklung.avro.ChainAnchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was written outlives the one who wrote it. */
final class MemoryJournal implements AnchorJournal {
    private final List<ChainAnchor> written = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();

    @Override
    public Optional<ChainAnchor> last(String key) {
        int last = keys.lastIndexOf(key);
        return last < 0 ? Optional.empty() : Optional.of(written.get(last));
    }

    @Override
    public void write(String key, ChainAnchor anchor) {
        keys.add(key);
        written.add(anchor);
    }

    long sent() {
        return written.stream().filter(anchor -> anchor.getKind() == AnchorKind.SENT).count();
    }

    @Override
    public void close() {
        // nothing is open
    }
}
