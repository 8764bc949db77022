package angklung.replay;

import angklung.config.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the files of the output go. They are written beside it and moved in when all are complete, the summary last
 * and the old one deleted first: a directory that has a summary has all the files that it speaks of.
 */
public final class OutputDirectory {
    /** The files of the output, in the order in which they are moved in. */
    static final List<String> FILES = List.of(
            "ledger.csv", "earnings.csv", "rate_sheets.csv", "holds.csv", "rejected.csv", "balances.csv",
            "statements.csv", "payouts.csv", "claims.csv", "screening.csv", "summary.json");

    private final Path directory;

    /** @throws Failure if something is there already and {@code overwrite} is not set */
    public OutputDirectory(Path directory, boolean overwrite) {
        this.directory = directory.toAbsolutePath().normalize();
        if (Files.exists(this.directory) && !Files.isDirectory(this.directory)) {
            throw Failure.usage("--out " + directory + " is a file; name a directory");
        }
        if (!overwrite && Files.isDirectory(this.directory) && !isEmpty()) {
            throw Failure.usage("--out " + directory
                    + " is not empty; name another directory, or add --overwrite to replace the files of a run in it");
        }
    }

    public Path path() {
        return directory;
    }

    /** Writes the files of the output into the directory that it is given. */
    interface Writer {
        void write(Path directory) throws IOException;
    }

    /** All or nothing, but for the instant in which the complete files are moved in. */
    void replace(Writer writer) {
        Path beside = null;
        try {
            Path parent = directory.getParent() == null ? directory : directory.getParent();
            Files.createDirectories(parent);
            beside = Files.createTempDirectory(parent, "." + directory.getFileName() + "-");
            writer.write(beside);
            Files.createDirectories(directory);
            Files.deleteIfExists(directory.resolve(FILES.get(FILES.size() - 1)));
            for (String file : FILES) {
                Files.move(beside.resolve(file), directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new Failure(Failure.USAGE, "Cannot write the output to " + directory + ": " + e, e);
        } finally {
            TemporaryDirectory.delete(beside);
        }
    }

    private boolean isEmpty() {
        try (Stream<Path> content = Files.list(directory)) {
            return content.findAny().isEmpty();
        } catch (IOException e) {
            throw new Failure(Failure.USAGE, "Cannot read --out " + directory + ": " + e, e);
        }
    }
}
