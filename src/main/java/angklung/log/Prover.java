package angklung.log;

import java.util.ArrayList;
import java.util.List;

/** Roots and proofs of trees whose complete subtrees are known. */
public final class Prover {
    private final TreeNodes nodes;

    public Prover(TreeNodes nodes) {
        this.nodes = nodes;
    }

    /**
     * Root of the tree of the first {@code size} leaves.
     *
     * @throws IllegalArgumentException if the size is below 0
     */
    public Hash root(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("No tree has " + size + " leaves");
        }
        return size == 0 ? Hash.EMPTY_ROOT : root(0, size);
    }

    /** @throws IllegalArgumentException if the tree has no such leaf */
    public InclusionProof inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("A tree of " + size + " leaves has none at index " + index);
        }
        List<Hash> path = new ArrayList<>();
        include(index, 0, size, path);
        return new InclusionProof(index, size, path);
    }

    /** @throws IllegalArgumentException unless {@code 0 < from <= to} */
    public ConsistencyProof consistency(long from, long to) {
        if (from <= 0 || from > to) {
            throw new IllegalArgumentException("There is no proof that " + from + " leaves begin a tree of " + to);
        }
        List<Hash> path = new ArrayList<>();
        begin(from, 0, to, true, path);
        return new ConsistencyProof(from, to, path);
    }

    private void include(long index, long start, long end, List<Hash> path) {
        if (end - start == 1) {
            return;
        }
        long middle = start + split(end - start);
        if (index < middle) {
            include(index, start, middle, path);
            path.add(root(middle, end));
        } else {
            include(index, middle, end, path);
            path.add(root(start, middle));
        }
    }

    /** @param known whether the root of {@code start..size} is the smaller tree's, which the verifier has */
    private void begin(long size, long start, long end, boolean known, List<Hash> path) {
        if (size == end) {
            if (!known) {
                path.add(root(start, end));
            }
            return;
        }
        long middle = start + split(end - start);
        if (size <= middle) {
            begin(size, start, middle, known, path);
            path.add(root(middle, end));
        } else {
            begin(size, middle, end, false, path);
            path.add(root(start, middle));
        }
    }

    /** Of the leaves from {@code start} to before {@code end}; a left subtree is always complete. */
    private Hash root(long start, long end) {
        long leaves = end - start;
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return nodes.node(level, start >> level);
        }
        long middle = start + split(leaves);
        return Hash.node(root(start, middle), root(middle, end));
    }

    /** The largest power of two below the number of leaves. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
