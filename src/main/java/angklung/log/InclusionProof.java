package angklung.log;

import java.util.List;

/**
 * That a leaf stands at an index of the tree of a size: RFC 9162, section 2.1.3.
 *
 * @param index from 0
 * @param size leaves of the tree
 * @param path hashes on the way to the root, the leaf's sibling first
 */
public record InclusionProof(long index, long size, List<Hash> path) {
    /** A tree of 2^63 - 1 leaves is so high. */
    public static final int LONGEST = 63;

    public InclusionProof {
        path = List.copyOf(path);
    }

    /** Whether {@code leaf} stands there in the tree with this root; also refuses an index that the tree has not. */
    public boolean proves(Hash leaf, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long first = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((first & 1) == 1 || first == last) {
                hash = Hash.node(sibling, hash);
                while ((first & 1) == 0 && first != 0) {
                    first >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hash.node(hash, sibling);
            }
            first >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}
