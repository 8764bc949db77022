package angklung.witness;

import angklung.config.Failure;
import angklung.log.Checkpoint;
import angklung.log.LogFormatException;
import angklung.log.Note;
import angklung.log.UnverifiedException;
import angklung.log.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The memory of a witness as files, one of each log: the checkpoint cosigned last as a note. Its own cosignature tells
 * a damaged file. A directory of before, from a backup, is not told: with it the witness could cosign a second history.
 * Not thread-safe.
 */
public final class StateDirectory implements CosignedCheckpoints, AutoCloseable {
    private static final String SUFFIX = ".checkpoint";
    private static final String EVIDENCE = "evidence";

    private final Path directory;
    private final DirectoryLock lock;
    private final Map<String, Note> cosigned = new HashMap<>();
    private boolean broken;

    private StateDirectory(Path directory, DirectoryLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Makes the directory if it is not there, and reads what it has of these logs.
     *
     * @param witness who has cosigned what is there
     * @throws Failure if another process uses it, or a file is not what this witness has written
     */
    public static StateDirectory open(Path directory, VerifierKey witness, Set<String> origins) {
        DirectoryLock lock = DirectoryLock.of(directory);
        StateDirectory state = new StateDirectory(directory, lock);
        try {
            origins.forEach(origin -> state.load(origin, witness));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        return state;
    }

    /** Where evidence of two histories goes. */
    public Evidence evidence() {
        return new Evidence(directory.resolve(EVIDENCE));
    }

    @Override
    public Optional<Note> last(String origin) {
        requireWhole();
        return Optional.ofNullable(cosigned.get(origin));
    }

    @Override
    public void keep(String origin, Note note) {
        requireWhole();
        try {
            DurableFile.write(file(origin), note.toBytes());
        } catch (IOException e) {
            // After a failed flush nobody knows what the disk has, and a second one may wrongly succeed.
            broken = true;
            throw new UncheckedIOException(
                    "The checkpoint of '" + origin + "' cannot be kept in " + directory + ": " + e, e);
        }
        cosigned.put(origin, note);
    }

    @Override
    public void close() {
        lock.close();
    }

    private void load(String origin, VerifierKey witness) {
        Path file = file(origin);
        try {
            Note note = Note.parse(Files.readAllBytes(file));
            note.verified(List.of(witness));
            if (!Checkpoint.parse(note.text()).origin().equals(origin)) {
                throw new LogFormatException("it is of another log");
            }
            cosigned.put(origin, note);
        } catch (NoSuchFileException e) {
            // a log that is new here; whatever else keeps the file from being read is no reason to begin anew
        } catch (LogFormatException | UnverifiedException | IOException e) {
            throw new Failure(Failure.INPUT, "The file " + file + " is not the checkpoint of '" + origin
                    + "' that this witness, " + witness.name() + ", has cosigned last: " + e.getMessage()
                    + ". Without it the witness could cosign a second history: restore it,"
                    + " or begin anew with another key and another directory", e);
        }
    }

    private void requireWhole() {
        if (broken) {
            throw new UncheckedIOException(new IOException("The directory " + directory
                    + " could not be written before; see to it and start this witness again"));
        }
    }

    private Path file(String origin) {
        return directory.resolve(OriginHash.of(origin) + SUFFIX);
    }
}
