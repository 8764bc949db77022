package angklung.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The Merkle tree as the recursive definitions of RFC 6962, section 2.1, have it, word by word and without care for
 * speed: what the tests expect, reckoned without the code that they test.
 */
public final class NaiveTree {
    private final List<byte[]> leaves; // hashes

    private NaiveTree(List<byte[]> leaves) {
        this.leaves = leaves;
    }

    public static NaiveTree of(List<byte[]> entries) {
        return new NaiveTree(entries.stream().map(NaiveTree::leaf).toList());
    }

    /** Entries that all differ. */
    static List<byte[]> entries(int count) {
        return IntStream.range(0, count).mapToObj(i -> ("entry " + i).getBytes(StandardCharsets.UTF_8)).toList();
    }

    static NaiveTree ofSize(int size) {
        return of(entries(size));
    }

    static byte[] leaf(byte[] entry) {
        return sha256(new byte[] {0}, entry);
    }

    static byte[] node(byte[] left, byte[] right) {
        return sha256(new byte[] {1}, left, right);
    }

    Hash leafHash(int index) {
        return Hash.of(leaves.get(index));
    }

    /** MTH(D[0:size]). */
    public Hash root(int size) {
        return Hash.of(mth(leaves.subList(0, size)));
    }

    /** MTH(D[start:end]). */
    Hash root(int start, int end) {
        return Hash.of(mth(leaves.subList(start, end)));
    }

    /** PATH(index, D[0:size]). */
    List<Hash> path(int index, int size) {
        return hashes(path(index, leaves.subList(0, size)));
    }

    /** PROOF(from, D[0:to]). */
    List<Hash> proof(int from, int to) {
        return hashes(subproof(from, leaves.subList(0, to), true));
    }

    /** The complete subtrees, for the code under test. */
    TreeNodes nodes() {
        return (level, index) -> {
            int start = Math.toIntExact(index << level);
            return root(start, start + (1 << level));
        };
    }

    /** The verdict on a proof that an entry is included, by descending the tree instead of climbing it. */
    static boolean includes(long index, long size, List<Hash> path, Hash leaf, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        Iterator<Hash> fromTheTop = reversed(path).iterator();
        byte[] found = include(index, size, fromTheTop, leaf.toBytes());
        return found != null && !fromTheTop.hasNext() && Arrays.equals(found, root.toBytes());
    }

    /** The verdict on a proof of consistency, likewise. */
    static boolean isConsistent(long from, long to, List<Hash> path, Hash oldRoot, Hash newRoot) {
        if (from <= 0 || from > to) {
            return false;
        }
        Iterator<Hash> fromTheTop = reversed(path).iterator();
        byte[][] found = begin(from, to, true, fromTheTop, oldRoot.toBytes());
        return found != null && !fromTheTop.hasNext() && Arrays.equals(found[0], oldRoot.toBytes())
                && Arrays.equals(found[1], newRoot.toBytes());
    }

    private static byte[] include(long index, long size, Iterator<Hash> fromTheTop, byte[] leaf) {
        if (size == 1) {
            return leaf;
        }
        if (!fromTheTop.hasNext()) {
            return null;
        }
        byte[] sibling = fromTheTop.next().toBytes();
        long k = below(size);
        byte[] own = index < k
                ? include(index, k, fromTheTop, leaf)
                : include(index - k, size - k, fromTheTop, leaf);
        if (own == null) {
            return null;
        }
        return index < k ? node(own, sibling) : node(sibling, own);
    }

    /** @return the old root and the new one; null if hashes are missing */
    private static byte[][] begin(long from, long to, boolean known, Iterator<Hash> fromTheTop, byte[] oldRoot) {
        if (from == to && known) {
            return new byte[][] {oldRoot, oldRoot};
        }
        if (!fromTheTop.hasNext()) {
            return null;
        }
        byte[] hash = fromTheTop.next().toBytes();
        if (from == to) {
            return new byte[][] {hash, hash};
        }
        long k = below(to);
        byte[][] part = from <= k
                ? begin(from, k, known, fromTheTop, oldRoot)
                : begin(from - k, to - k, false, fromTheTop, oldRoot);
        if (part == null) {
            return null;
        }
        return from <= k
                ? new byte[][] {part[0], node(part[1], hash)}
                : new byte[][] {node(hash, part[0]), node(hash, part[1])};
    }

    private static byte[] mth(List<byte[]> leaves) {
        int n = leaves.size();
        if (n == 0) {
            return sha256();
        }
        if (n == 1) {
            return leaves.get(0);
        }
        int k = (int) below(n);
        return node(mth(leaves.subList(0, k)), mth(leaves.subList(k, n)));
    }

    private static List<byte[]> path(int m, List<byte[]> leaves) {
        int n = leaves.size();
        if (n == 1) {
            return List.of();
        }
        int k = (int) below(n);
        return m < k
                ? plus(path(m, leaves.subList(0, k)), mth(leaves.subList(k, n)))
                : plus(path(m - k, leaves.subList(k, n)), mth(leaves.subList(0, k)));
    }

    private static List<byte[]> subproof(int m, List<byte[]> leaves, boolean b) {
        int n = leaves.size();
        if (m == n) {
            return b ? List.of() : List.of(mth(leaves));
        }
        int k = (int) below(n);
        return m <= k
                ? plus(subproof(m, leaves.subList(0, k), b), mth(leaves.subList(k, n)))
                : plus(subproof(m - k, leaves.subList(k, n), false), mth(leaves.subList(0, k)));
    }

    /** The largest power of two below n. */
    private static long below(long n) {
        long k = 1;
        while (k < n - k) {
            k *= 2;
        }
        return k;
    }

    private static List<byte[]> plus(List<byte[]> path, byte[] hash) {
        List<byte[]> all = new ArrayList<>(path);
        all.add(hash);
        return all;
    }

    private static List<Hash> reversed(List<Hash> path) {
        List<Hash> reversed = new ArrayList<>();
        path.forEach(hash -> reversed.add(0, hash));
        return reversed;
    }

    private static List<Hash> hashes(List<byte[]> bytes) {
        return bytes.stream().map(Hash::of).toList();
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
