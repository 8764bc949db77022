package angklung.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Settings of the transparency log. {@link Properties} documents each.
 *
 * @param origin which log it is and the name of its keys; empty: this installation keeps none
 * @param directory of its public files
 * @param signingKeys files, each with one private key; all sign
 * @param policy file of the published policy, empty path: none
 * @param subjectKeys directory of the parties' keys
 * @param retentionYears for which the law wants a statement to stay readable
 */
public record LogSettings(
        String origin, Path directory, List<Path> signingKeys, Path policy, Path subjectKeys, int retentionYears) {
    public LogSettings {
        signingKeys = List.copyOf(signingKeys);
    }

    /** Whether this installation keeps a log. */
    public boolean isKept() {
        return !origin.isEmpty();
    }

    /** @throws Failure if this installation keeps no log */
    public LogSettings require() {
        if (!isKept()) {
            throw Failure.usage("This installation keeps no transparency log: set " + Properties.LOG_ORIGIN.name()
                    + " to a name such as log.example.org/royalties");
        }
        return this;
    }
}
