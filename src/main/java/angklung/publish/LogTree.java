package angklung.publish;

import angklung.log.EntryBundle;
import angklung.log.Hash;
import angklung.log.TilePath;
import java.util.ArrayList;
import java.util.List;

/** All files that entries make, bundles and tiles: a function of the entries and of the sizes that are published. */
final class LogTree {
    private final TileSink sink;
    private final TreeTiles tiles;
    private final List<byte[]> bundle = new ArrayList<>();
    private long bundles;

    LogTree(TileSink sink) {
        this.sink = sink;
        this.tiles = new TreeTiles(sink);
    }

    long size() {
        return tiles.size();
    }

    Hash root() {
        return tiles.root();
    }

    /** @throws IllegalArgumentException if it is longer than a bundle takes */
    void append(byte[] entry) {
        bundle.add(entry);
        if (bundle.size() == TilePath.FULL) {
            putBundle();
            bundle.clear();
            bundles++;
        }
        tiles.append(Hash.leaf(entry));
    }

    /** Makes the partial bundle and the partial tiles of the size that it has now. */
    void putEdge() {
        if (!bundle.isEmpty()) {
            putBundle();
        }
        tiles.putEdge();
    }

    private void putBundle() {
        sink.put(new TilePath(TilePath.ENTRIES, bundles, bundle.size()), EntryBundle.encode(bundle));
    }
}
