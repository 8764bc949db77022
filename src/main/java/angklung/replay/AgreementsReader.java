package angklung.replay;

import angklung.avro.Agreement;
import angklung.config.Failure;
import angklung.topic.AvroSerdes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a single file of agreements, for commands that need no more than that. */
public final class AgreementsReader {
    private AgreementsReader() {}

    /** @throws Failure with exit code 4, naming every fault as {@code file:line: reason} */
    public static List<Line<Agreement>> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Failure.input(file + " is not a file; it should hold agreements, with the columns of agreements.csv");
        }
        AvroSerdes.trustGeneratedClasses(); // records are built here before any serde is
        InputErrors errors = new InputErrors();
        List<Line<Agreement>> agreements = new AgreementsFile(errors).read(new InputFile(file));
        errors.refuseIfAny();
        return agreements;
    }
}
