package angklung.publish;

import angklung.log.Frontier;
import angklung.log.Hash;
import angklung.log.TilePath;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Makes the tiles of a tree that grows: full ones as they fill, partial ones when a size is published. */
final class TreeTiles {
    private final TileSink sink;
    private final Frontier tree = new Frontier();
    private final List<Edge> edges = new ArrayList<>();

    /** The tile of one level that is not full yet. */
    private static final class Edge {
        private final ByteArrayOutputStream hashes = new ByteArrayOutputStream(TilePath.FULL * Hash.LENGTH);
        private Frontier subtree = new Frontier();
        private long index;
    }

    /** @param sink gets a tile each time it is made, its hashes first and then the tile above */
    TreeTiles(TileSink sink) {
        this.sink = sink;
    }

    long size() {
        return tree.size();
    }

    Hash root() {
        return tree.root();
    }

    void append(Hash leaf) {
        tree.append(leaf);
        append(0, leaf);
    }

    /** Makes the partial tiles of the tree as it is now. */
    void putEdge() {
        for (int level = 0; level < edges.size(); level++) {
            Edge edge = edges.get(level);
            if (edge.subtree.size() > 0) {
                put(level, edge);
            }
        }
    }

    private void append(int level, Hash hash) {
        if (level == edges.size()) {
            edges.add(new Edge());
        }
        Edge edge = edges.get(level);
        edge.hashes.writeBytes(hash.toBytes());
        edge.subtree.append(hash);
        if (edge.subtree.size() == TilePath.FULL) {
            put(level, edge);
            Hash above = edge.subtree.root();
            edge.hashes.reset();
            edge.subtree = new Frontier();
            edge.index++;
            append(level + 1, above);
        }
    }

    private void put(int level, Edge edge) {
        sink.put(new TilePath(level, edge.index, (int) edge.subtree.size()), edge.hashes.toByteArray());
    }
}
