package angklung.replay;

import java.io.IOException;

/** Bytes that are not UTF-8. */
final class MalformedText extends IOException {
    private final long line;

    /** @param line of the file that the bytes are on, from 1 */
    MalformedText(long line, String message) {
        super(message);
        this.line = line;
    }

    long line() {
        return line;
    }
}
