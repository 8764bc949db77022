package angklung.anchor;

import angklung.log.Hash;
import angklung.log.Prover;
import angklung.log.TreeNodes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A log in memory. */
final class MemoryTree implements TreeNodes {
    private final List<List<Hash>> levels = new ArrayList<>(List.of(new ArrayList<>()));

    /** Entries that differ from those of another name. */
    static MemoryTree of(String name, long size) {
        MemoryTree tree = new MemoryTree();
        for (long i = 0; i < size; i++) {
            tree.add((name + i).getBytes(StandardCharsets.UTF_8));
        }
        return tree;
    }

    void add(byte[] entry) {
        levels.get(0).add(Hash.leaf(entry));
        for (int level = 0; levels.get(level).size() % 2 == 0; level++) {
            List<Hash> nodes = levels.get(level);
            if (levels.size() == level + 1) {
                levels.add(new ArrayList<>());
            }
            int last = nodes.size() - 1;
            levels.get(level + 1).add(Hash.node(nodes.get(last - 1), nodes.get(last)));
        }
    }

    long size() {
        return levels.get(0).size();
    }

    Hash leaf(long index) {
        return node(0, index);
    }

    Prover prover() {
        return new Prover(this);
    }

    @Override
    public Hash node(int level, long index) {
        return levels.get(level).get((int) index);
    }
}
