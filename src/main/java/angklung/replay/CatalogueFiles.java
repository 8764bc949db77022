package angklung.replay;

import angklung.config.Failure;
import angklung.topic.AvroSerdes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Reads the files of a directory that say who shares, for commands that need no more than that. */
public final class CatalogueFiles {
    private CatalogueFiles() {}

    /**
     * Reads {@code rights*.csv}, {@code works*.csv}, {@code recording_works.csv}, {@code ai_performers.csv} and
     * {@code authorship_policies.csv}, as far as they are there.
     *
     * @param isParty whether a party is known
     * @throws Failure with exit code 4, naming every fault as {@code file:line: reason}
     */
    public static RightsInput read(Path directory, Predicate<String> isParty) {
        if (!Files.isDirectory(directory)) {
            throw Failure.input(directory + " is not a directory; it should hold rights.csv or works.csv");
        }
        AvroSerdes.trustGeneratedClasses(); // records are built here before any serde is
        InputErrors errors = new InputErrors();
        InputDirectory files = new InputDirectory(directory, errors);
        RightsInput input = new RightsReader(files, isParty, errors).catalogue();
        errors.refuseIfAny();
        if (input.isEmpty()) {
            throw Failure.input(directory + " has nothing to import: no rows in rights*.csv, works*.csv,"
                    + " recording_works.csv, ai_performers.csv or authorship_policies.csv");
        }
        return input;
    }
}
