package angklung.log;

import java.util.List;

/**
 * That the tree of one size is the beginning of the tree of another: RFC 9162, section 2.1.4.
 *
 * @param from leaves of the smaller tree
 * @param to leaves of the larger tree
 * @param path as there
 */
public record ConsistencyProof(long from, long to, List<Hash> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /** Whether the tree with {@code newRoot} only appends to the one with {@code oldRoot}; none appends to nothing. */
    public boolean proves(Hash oldRoot, Hash newRoot) {
        if (from <= 0 || from > to) {
            return false;
        }
        if (from == to) {
            return path.isEmpty() && oldRoot.equals(newRoot);
        }
        long first = from - 1;
        long last = to - 1;
        while ((first & 1) == 1) {
            first >>= 1;
            last >>= 1;
        }
        boolean whole = first == 0; // the smaller tree is one complete subtree, whose root needs no telling
        if (!whole && path.isEmpty()) {
            return false;
        }
        Hash old = whole ? oldRoot : path.get(0);
        Hash now = old;
        for (Hash hash : whole ? path : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((first & 1) == 1 || first == last) {
                old = Hash.node(hash, old);
                now = Hash.node(hash, now);
                while ((first & 1) == 0 && first != 0) {
                    first >>= 1;
                    last >>= 1;
                }
            } else {
                now = Hash.node(now, hash);
            }
            first >>= 1;
            last >>= 1;
        }
        return last == 0 && old.equals(oldRoot) && now.equals(newRoot);
    }
}
