package angklung.proof;

import angklung.log.Hash;
import angklung.log.Prover;
import java.util.ArrayList;
import java.util.List;

/** A tree of which all leaves are in memory: the lines of a statement, the details of a line. */
final class EntryTree {
    private final List<List<Hash>> levels = new ArrayList<>(); // of complete subtrees, the leaves' first
    private final int size;

    EntryTree(List<Hash> leaves) {
        this.size = leaves.size();
        for (List<Hash> level = leaves; !level.isEmpty(); level = above(level)) {
            levels.add(level);
        }
    }

    private static List<Hash> above(List<Hash> level) {
        List<Hash> above = new ArrayList<>();
        for (int i = 0; i + 1 < level.size(); i += 2) {
            above.add(Hash.node(level.get(i), level.get(i + 1)));
        }
        return above;
    }

    int size() {
        return size;
    }

    Hash root() {
        return prover().root(size);
    }

    List<Hash> path(int index) {
        return prover().inclusion(index, size).path();
    }

    private Prover prover() {
        return new Prover((level, index) -> levels.get(level).get(Math.toIntExact(index)));
    }
}
