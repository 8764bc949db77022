package angklung.publish;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes drafts, forces them to the disk, renames them, and forces their directories: a crash at any point, also of the
 * machine, leaves old content or new.
 */
final class DurableWriter implements FileWriter {
    private static final String DRAFT = ".tmp";

    /** As many drafts are forced at once, because a disk takes about as long for many as for one. */
    private static final int THREADS = 16;

    /** So many drafts are forced without being asked, so that they do not pile up. */
    private static final int MOST = 4_096;

    private final int most;
    private final Map<Path, Path> drafts = new LinkedHashMap<>(); // by file
    private final Set<Path> directories = new LinkedHashSet<>(); // with a new entry

    DurableWriter() {
        this(MOST);
    }

    DurableWriter(int most) {
        this.most = most;
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        createDirectories(file.toAbsolutePath().getParent());
        Path draft = file.resolveSibling(file.getFileName() + DRAFT);
        Files.write(draft, content);
        drafts.put(file, draft);
        if (drafts.size() >= most) {
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        if (drafts.isEmpty()) {
            return;
        }
        forceAll(drafts.values());
        for (Map.Entry<Path, Path> draft : drafts.entrySet()) {
            Files.move(draft.getValue(), draft.getKey(), StandardCopyOption.ATOMIC_MOVE);
            directories.add(draft.getKey().toAbsolutePath().getParent());
        }
        forceAll(directories);
        drafts.clear();
        directories.clear();
    }

    private void createDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = directory; !Files.isDirectory(at); at = at.getParent()) {
            missing.push(at);
        }
        for (Path next : missing) {
            Files.createDirectory(next);
            directories.add(next.getParent());
        }
    }

    private static void forceAll(Collection<Path> paths) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS, paths.size()));
        try {
            List<Future<?>> forced = new ArrayList<>();
            paths.forEach(path -> forced.add(threads.submit(() -> {
                force(path);
                return null;
            })));
            for (Future<?> one : forced) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("A file cannot be forced to the disk: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Stopped while files were forced to the disk", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** A channel of a directory can be forced, and so are its entries then. */
    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
