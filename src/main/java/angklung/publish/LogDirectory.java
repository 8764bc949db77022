package angklung.publish;

import angklung.config.Failure;
import angklung.log.TilePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * A log as plain files below one directory, at the paths of c2sp.org/tlog-tiles: any web server can serve it. A tile
 * never changes: it is written once, and whoever would write other bytes is stopped.
 */
public final class LogDirectory implements PublishedLog, TileSink {
    static final String CHECKPOINT = "checkpoint";
    static final String POLICY = "policy";

    private static final String LOCK = ".lock";

    private final Path root;
    private final FileWriter writer;

    /** As long as it is not closed, no other process writes to the directory. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }

    /** The log below {@code root}, which need not exist to be written. */
    public LogDirectory(Path root) {
        this(root, new DurableWriter());
    }

    LogDirectory(Path root, FileWriter writer) {
        this.root = root;
        this.writer = writer;
    }

    @Override
    public byte[] read(TilePath path) {
        return readIfThere(path.toString()).orElseThrow(() -> new UncheckedIOException(
                new NoSuchFileException(root.resolve(path.toString()).toString(), null, "the log has no such file")));
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return readIfThere(CHECKPOINT);
    }

    /** The policy whose quorum the checkpoints meet; empty if there is none. */
    Optional<byte[]> policy() {
        return readIfThere(POLICY);
    }

    /**
     * Writes a tile, which is there when {@link #flush} returns.
     *
     * @throws Failure if the file has other bytes already
     */
    @Override
    public void put(TilePath path, byte[] bytes) {
        Optional<byte[]> there = readIfThere(path.toString());
        if (there.isEmpty()) {
            write(path.toString(), bytes);
        } else if (!Arrays.equals(there.get(), bytes)) {
            throw Failure.verification(root.resolve(path.toString()) + " has other bytes than the committed entries "
                    + "make; nothing was overwritten. If the file is damaged, move it away and publish again; "
                    + "'angklung notary fsck' tells which files are");
        }
    }

    /** Returns when all tiles are on the disk. */
    void flush() {
        try {
            writer.flush();
        } catch (IOException e) {
            throw Failure.notReady("The log cannot be written to " + root + ": " + e);
        }
    }

    void writeCheckpoint(byte[] note) {
        write(CHECKPOINT, note);
        flush();
    }

    void writePolicy(byte[] policy) {
        write(POLICY, policy);
        flush();
    }

    /**
     * Keeps every other process from writing here until it is closed or this process ends.
     *
     * @throws Failure if another one holds it
     */
    Lock lock() {
        Path file = root.resolve(LOCK);
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw Failure.notReady("Another process publishes to " + root + "; one is enough");
            }
            return () -> unlock(channel);
        } catch (IOException e) {
            throw Failure.notReady("The directory of the log cannot be written: " + e);
        }
    }

    private static void unlock(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this process holds it
        }
    }

    private Optional<byte[]> readIfThere(String name) {
        try {
            return Optional.of(Files.readAllBytes(root.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, byte[] content) {
        try {
            writer.write(root.resolve(name), content);
        } catch (IOException e) {
            throw Failure.notReady("The log cannot be written to " + root.resolve(name) + ": " + e);
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
