package angklung.publish;

import java.io.IOException;
import java.nio.file.Path;

/** How whole files come to be: each has its new content, or is as it was. For one writer of a directory at a time. */
interface FileWriter {
    /** Prepares a file; it has the content when {@link #flush} returns, and may have it before. */
    void write(Path file, byte[] content) throws IOException;

    /** Returns when everything that was written before is on the disk; if it fails, some of it may be. */
    void flush() throws IOException;
}
