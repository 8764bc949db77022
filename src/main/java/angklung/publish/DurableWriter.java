package angklung.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a file under another name, forces it to the disk, renames it, and forces the directory: a crash at any point,
 * also of the machine, leaves the old content or the new one. For one writer at a time.
 */
final class DurableWriter implements FileWriter {
    @Override
    public void write(Path file, byte[] content) throws IOException {
        createDirectories(file.getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        force(file.getParent());
    }

    /** A directory that is lost with its parent's entry loses its files. */
    private static void createDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path at = directory.toAbsolutePath(); !Files.isDirectory(at); at = at.getParent()) {
            missing.push(at);
        }
        for (Path next : missing) {
            Files.createDirectory(next);
            force(next.getParent());
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
