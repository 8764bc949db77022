package angklung.anchor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Merkle tree of OpenZeppelin's library {@code merkle-tree}: leaves sorted, pairs sorted before they are hashed,
 * node i above 2i + 1 and 2i + 2, the first leaf last.
 */
public final class DistributionTree {
    private static final Comparator<Bytes> BY_BYTES =
            (one, other) -> Arrays.compareUnsigned(one.toArray(), other.toArray());

    private final Bytes[] nodes;
    private final Map<Bytes, Integer> places = new HashMap<>();

    /** @throws IllegalArgumentException if there is no leaf, or one twice */
    public DistributionTree(List<Bytes> leaves) {
        if (leaves.isEmpty()) {
            throw new IllegalArgumentException("A distribution needs a payee");
        }
        List<Bytes> sorted = new ArrayList<>(leaves);
        sorted.sort(BY_BYTES);
        nodes = new Bytes[2 * sorted.size() - 1];
        for (int i = 0; i < sorted.size(); i++) {
            int place = nodes.length - 1 - i;
            nodes[place] = sorted.get(i);
            if (places.put(sorted.get(i), place) != null) {
                throw new IllegalArgumentException("The leaf " + sorted.get(i) + " is there twice");
            }
        }
        for (int i = nodes.length - 1 - sorted.size(); i >= 0; i--) {
            nodes[i] = node(nodes[2 * i + 1], nodes[2 * i + 2]);
        }
    }

    public Bytes root() {
        return nodes[0];
    }

    /**
     * Siblings on the way to the root.
     *
     * @throws IllegalArgumentException if the tree has no such leaf
     */
    public List<Bytes> proof(Bytes leaf) {
        Integer place = places.get(leaf);
        if (place == null) {
            throw new IllegalArgumentException("The distribution has no leaf " + leaf);
        }
        List<Bytes> proof = new ArrayList<>();
        for (int i = place; i > 0; i = (i - 1) / 2) {
            proof.add(nodes[i % 2 == 0 ? i - 1 : i + 1]);
        }
        return proof;
    }

    private static Bytes node(Bytes one, Bytes other) {
        boolean ordered = BY_BYTES.compare(one, other) <= 0;
        return Bytes.of(Keccak.hash((ordered ? one : other).toArray(), (ordered ? other : one).toArray()));
    }
}
