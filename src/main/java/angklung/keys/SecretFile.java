package angklung.keys;

import angklung.config.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A file with one line that nobody but its owner may read. What is in it never becomes part of a message.
 *
 * <p>A file appears whole or not at all, and an existing one is never replaced: the line is written to a file of
 * another name, made durable, and then linked to its own name.
 */
public final class SecretFile {
    /** In bytes; the longest private key has a hundredth of it. */
    private static final int LONGEST = 16_384;

    private static final String DRAFT = ".draft";

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> NOT_OWNER = PosixFilePermissions.fromString("---rwxrwx");

    private SecretFile() {}

    /**
     * Makes the file.
     *
     * @param line without line end
     * @throws FileAlreadyExistsException if there is one, which stays as it is
     * @throws Failure if it cannot be written
     */
    public static void create(Path file, String line) throws FileAlreadyExistsException {
        Path directory = file.toAbsolutePath().getParent();
        try {
            Path draft = Files.createTempFile(
                    directory, file.getFileName() + ".", DRAFT, PosixFilePermissions.asFileAttribute(OWNER));
            try {
                write(draft, line + "\n");
                Files.createLink(file, draft);
            } finally {
                Files.deleteIfExists(draft);
            }
            sync(directory);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            throw Failure.input("The file " + file + " cannot be written (" + e
                    + "): its directory must be there, let you write, and be on a file system with owners and links");
        }
    }

    /**
     * The line of the file, without line end.
     *
     * @throws NoSuchFileException if there is none
     * @throws Failure if it is not a file of its own, others may read it, or it has not one line
     */
    public static String read(Path file) throws NoSuchFileException {
        try {
            checkPrivate(file);
            String text = new String(bytes(file), StandardCharsets.UTF_8);
            String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            if (line.isEmpty() || line.indexOf('\n') >= 0) {
                throw Failure.input("The file " + file + " has not one line; it was not written by this program,"
                        + " or was damaged");
            }
            return line;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            throw Failure.input("The file " + file + " cannot be read: " + e);
        }
    }

    /** Overwrites what is in the file, durably, and removes it; nothing happens if there is none. */
    static void destroy(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            write(file, "0".repeat((int) Files.size(file)));
        }
        Files.deleteIfExists(file);
        sync(file.toAbsolutePath().getParent());
    }

    /** Destroys the drafts of a file that processes left behind which ended while they wrote. */
    static void destroyDrafts(Path file) throws IOException {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(
                file.toAbsolutePath().getParent(), file.getFileName() + ".*" + DRAFT)) {
            for (Path draft : drafts) {
                destroy(draft);
            }
        }
    }

    /** Makes durable which files a directory has. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** @throws Failure if anybody but the owner may do anything with it, or it is a link */
    static void checkPrivate(Path path) throws IOException {
        PosixFileAttributes found =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile() && !found.isDirectory()) {
            throw Failure.input(path + " is a link or a device; what is secret is kept in a file of its own");
        }
        Set<PosixFilePermission> others = EnumSet.copyOf(NOT_OWNER);
        others.retainAll(found.permissions());
        if (!others.isEmpty()) {
            throw Failure.input(path + " is open to others (" + PosixFilePermissions.toString(found.permissions())
                    + "), and what is in it may be known to them; if it is not, close it with 'chmod go= " + path
                    + "'");
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.size() > LONGEST) {
                throw Failure.input("The file " + file + " is no key: it has " + channel.size() + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until all is there
            }
            return bytes.array();
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
