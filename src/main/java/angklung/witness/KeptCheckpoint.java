package angklung.witness;

import angklung.config.Failure;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.Note;
import angklung.log.UnverifiedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The memory of a monitor: the newest checkpoint that it has verified, and where evidence goes. Not thread-safe. */
public final class KeptCheckpoint implements AutoCloseable {
    private static final String NAME = "checkpoint";
    private static final String EVIDENCE = "evidence";

    private final Path directory;
    private final DirectoryLock lock;
    private Note note;

    private KeptCheckpoint(Path directory, DirectoryLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Makes the directory if it is not there.
     *
     * @param policy whose log has signed what is there
     * @throws Failure if another process uses it, or what is there is not a checkpoint of the log
     */
    public static KeptCheckpoint open(Path directory, LogPolicy policy) {
        DirectoryLock lock = DirectoryLock.of(directory);
        KeptCheckpoint kept = new KeptCheckpoint(directory, lock);
        try {
            kept.load(policy);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        return kept;
    }

    /** None before the first. */
    Optional<Note> note() {
        return Optional.ofNullable(note);
    }

    /** @throws Failure if it cannot be written */
    void keep(Note next) {
        try {
            DurableFile.write(directory.resolve(NAME), next.toBytes());
        } catch (IOException e) {
            throw new Failure(Failure.NOT_READY, "The checkpoint cannot be kept in " + directory + ": " + e, e);
        }
        note = next;
    }

    /** Where evidence of two histories goes. */
    Evidence evidence() {
        return new Evidence(directory.resolve(EVIDENCE));
    }

    @Override
    public void close() {
        lock.close();
    }

    private void load(LogPolicy policy) {
        Path file = directory.resolve(NAME);
        try {
            Note read = Note.parse(Files.readAllBytes(file));
            policy.signedByLog(read);
            note = read;
        } catch (NoSuchFileException e) {
            // nothing was seen before
        } catch (LogFormatException | UnverifiedException | IOException e) {
            throw new Failure(Failure.INPUT, "The file " + file + " is no checkpoint of the policy's log: "
                    + e.getMessage() + ". Give another log another directory; if the log's key was rotated, keep the"
                    + " old key in the policy until a checkpoint with both was seen", e);
        }
    }
}
