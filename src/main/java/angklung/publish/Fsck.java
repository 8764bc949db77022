package angklung.publish;

import angklung.log.Checkpoint;
import angklung.log.EntryBundle;
import angklung.log.Hash;
import angklung.log.LogFormatException;
import angklung.log.TilePath;
import angklung.log.TileSource;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Hashes all entries of a log again and compares every tile of one size, and its root, with what they make. */
public final class Fsck {
    private static final int MOST_FINDINGS = 100;

    private final TileSource source;
    private final Checkpoint checkpoint;
    private final TreeTiles tree = new TreeTiles(this::compare);
    private final List<String> findings = new ArrayList<>();
    private long findingCount;

    private Fsck(TileSource source, Checkpoint checkpoint) {
        this.source = source;
        this.checkpoint = checkpoint;
    }

    /** Reads every file of the size of {@code checkpoint}; what cannot be read is a finding. */
    public static FsckReport check(TileSource source, Checkpoint checkpoint) {
        return new Fsck(source, checkpoint).run();
    }

    private FsckReport run() {
        long bundles = (checkpoint.size() + TilePath.FULL - 1) / TilePath.FULL;
        for (long index = 0; index < bundles; index++) {
            TilePath bundle = TilePath.in(checkpoint.size(), TilePath.ENTRIES, index);
            Optional<List<Hash>> leaves = leaves(bundle);
            if (leaves.isEmpty()) {
                find("Nothing behind leaf " + tree.size() + " was checked, for its entry and its hash are not there");
                break;
            }
            leaves.get().forEach(tree::append);
        }
        if (tree.size() == checkpoint.size()) {
            tree.putEdge();
        }
        return new FsckReport(checkpoint, tree.size(), tree.root(), findingCount, findings);
    }

    /** Of the entries; of the tile if they cannot be read, so that the rest of the log can be checked all the same. */
    private Optional<List<Hash>> leaves(TilePath bundle) {
        Optional<List<Hash>> hashes = read(bundle).flatMap(bytes -> {
            try {
                return Optional.of(EntryBundle.decode(bytes, bundle).stream().map(Hash::leaf).toList());
            } catch (LogFormatException e) {
                find(e.getMessage());
                return Optional.empty();
            }
        });
        return hashes.isPresent() ? hashes : tileLeaves(new TilePath(0, bundle.index(), bundle.width()));
    }

    private Optional<List<Hash>> tileLeaves(TilePath tile) {
        return read(tile).filter(bytes -> bytes.length == tile.width() * Hash.LENGTH).map(bytes -> {
            List<Hash> hashes = new ArrayList<>();
            for (int at = 0; at < bytes.length; at += Hash.LENGTH) {
                hashes.add(Hash.of(bytes, at, Hash.LENGTH));
            }
            return hashes;
        });
    }

    private void compare(TilePath path, byte[] expected) {
        read(path).filter(bytes -> !Arrays.equals(bytes, expected)).ifPresent(bytes -> find(difference(
                path, bytes, expected)));
    }

    private static String difference(TilePath path, byte[] bytes, byte[] expected) {
        if (bytes.length != expected.length) {
            return path + " has " + bytes.length + " bytes instead of " + expected.length;
        }
        int hash = Arrays.mismatch(bytes, expected) / Hash.LENGTH;
        long index = path.index() * TilePath.FULL + hash;
        return path.level() == 0
                ? path + ": hash " + hash + " is not that of entry " + index
                : path + ": hash " + hash + " is not the root of the tile below it, tile/" + (path.level() - 1)
                        + " number " + index;
    }

    private Optional<byte[]> read(TilePath path) {
        try {
            return Optional.of(source.read(path));
        } catch (UncheckedIOException e) {
            find(path + " cannot be read: " + e.getCause().getMessage());
            return Optional.empty();
        }
    }

    private void find(String finding) {
        findingCount++;
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }
}
