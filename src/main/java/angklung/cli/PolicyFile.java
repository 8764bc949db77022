package angklung.cli;

import angklung.config.Failure;
import angklung.log.LogFormatException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/** A file of keys that somebody trusts, given by an option. */
final class PolicyFile {
    /** In bytes; a policy of a hundred witnesses has a fiftieth of it. */
    private static final long LONGEST = 1_000_000;

    private PolicyFile() {}

    /**
     * Reads a file whole.
     *
     * @param option by which it was given
     * @param parser throws a {@link LogFormatException} for what it cannot read
     * @throws Failure that names option, file and reason
     */
    static <T> T read(String option, Path file, Function<String, T> parser) {
        try {
            if (Files.size(file) > LONGEST) {
                throw Failure.usage(option + " " + file + ": it has more than " + LONGEST + " bytes");
            }
            return parser.apply(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw Failure.usage(option + " " + file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw Failure.usage(option + " " + file + ": it is not text in UTF-8");
        } catch (IOException e) {
            throw Failure.usage(option + " " + file + ": it cannot be read: " + e);
        } catch (LogFormatException e) {
            throw Failure.usage(option + " " + file + ": " + e.getMessage());
        }
    }
}
