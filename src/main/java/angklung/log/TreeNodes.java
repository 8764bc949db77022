package angklung.log;

/** The hashes of complete subtrees, from which every root and every proof follows. */
public interface TreeNodes {
    /**
     * Root of the complete subtree over the leaves from {@code index << level}, 2^{@code level} of them.
     *
     * @throws LogFormatException if what it is read from is not in the format
     */
    Hash node(int level, long index);
}
