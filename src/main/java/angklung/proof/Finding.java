package angklung.proof;

import java.util.List;
import java.util.Locale;

/**
 * What came of one check.
 *
 * @param key of the message that says it
 * @param texts what goes into the message
 */
public record Finding(Check check, Status status, String key, List<String> texts) {
    /** How a check ended. */
    public enum Status {
        PASSED,
        FAILED,
        /** A check before it failed. */
        NOT_REACHED;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Finding {
        texts = List.copyOf(texts);
    }

    static Finding passed(Check check, String key, String... texts) {
        return new Finding(check, Status.PASSED, key, List.of(texts));
    }

    static Finding notReached(Check check) {
        return new Finding(check, Status.NOT_REACHED, "not-reached", List.of());
    }
}
