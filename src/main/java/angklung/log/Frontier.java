package angklung.log;

import java.nio.ByteBuffer;

/**
 * What is needed of a Merkle tree to append to it: the roots of its largest complete subtrees, one for each bit of its
 * size, 63 at most. Not thread-safe.
 */
public final class Frontier {
    private final Hash[] roots = new Hash[Long.SIZE]; // the largest first
    private int count;
    private long size;

    /** The empty tree. */
    public Frontier() {}

    /** @throws LogFormatException if {@code bytes} are not what {@link #toBytes} made */
    public static Frontier of(byte[] bytes) {
        if (bytes.length < Long.BYTES) {
            throw new LogFormatException("The frontier of a tree has eight bytes of size, not " + bytes.length);
        }
        Frontier frontier = new Frontier();
        frontier.size = ByteBuffer.wrap(bytes).getLong();
        frontier.count = Long.bitCount(frontier.size);
        if (frontier.size < 0 || bytes.length != Long.BYTES + frontier.count * Hash.LENGTH) {
            throw new LogFormatException("The frontier of a tree of " + frontier.size + " leaves has not "
                    + bytes.length + " bytes");
        }
        for (int i = 0; i < frontier.count; i++) {
            frontier.roots[i] = Hash.of(bytes, Long.BYTES + i * Hash.LENGTH, Hash.LENGTH);
        }
        return frontier;
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    /** Appends a leaf. */
    public void append(Hash leaf) {
        Hash root = leaf;
        for (long complete = size; (complete & 1) == 1; complete >>= 1) {
            root = Hash.node(roots[--count], root);
        }
        roots[count++] = root;
        size = Math.addExact(size, 1);
    }

    /** The root of the tree. */
    public Hash root() {
        if (count == 0) {
            return Hash.EMPTY_ROOT;
        }
        Hash root = roots[count - 1];
        for (int i = count - 2; i >= 0; i--) {
            root = Hash.node(roots[i], root);
        }
        return root;
    }

    /** Eight bytes of size, then the roots, the largest subtree's first. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + count * Hash.LENGTH).putLong(size);
        for (int i = 0; i < count; i++) {
            bytes.put(roots[i].toBytes());
        }
        return bytes.array();
    }
}
