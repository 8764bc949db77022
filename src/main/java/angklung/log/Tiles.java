package angklung.log;

import java.util.HashMap;
import java.util.Map;

/** The complete subtrees of the tree of one size, read from its tiles, each once. Not thread-safe. */
public final class Tiles implements TreeNodes {
    private final TileSource source;
    private final long size;
    private final Map<TilePath, byte[]> read = new HashMap<>();

    public Tiles(TileSource source, long size) {
        this.source = source;
        this.size = size;
    }

    @Override
    public Hash node(int level, long index) {
        int height = level % TilePath.HEIGHT;
        long first = index << height;
        TilePath path = TilePath.in(size, level / TilePath.HEIGHT, first / TilePath.FULL);
        int from = (int) (first % TilePath.FULL);
        if (from + (1 << height) > path.width()) {
            throw new LogFormatException("A tree of " + size + " leaves has no complete subtree of 2^" + level
                    + " leaves at index " + index);
        }
        return root(read.computeIfAbsent(path, this::read), from, height);
    }

    private byte[] read(TilePath path) {
        byte[] bytes = source.read(path);
        if (bytes.length != path.width() * Hash.LENGTH) {
            throw new LogFormatException(path + " has " + bytes.length + " bytes instead of "
                    + path.width() * Hash.LENGTH);
        }
        return bytes;
    }

    private static Hash root(byte[] tile, int from, int height) {
        if (height == 0) {
            return Hash.of(tile, from * Hash.LENGTH, Hash.LENGTH);
        }
        int half = 1 << (height - 1);
        return Hash.node(root(tile, from, height - 1), root(tile, from + half, height - 1));
    }
}
