package angklung.publish;

import java.io.IOException;
import java.nio.file.Path;

/** How a whole file comes to be: afterwards it has the new content, or none of it did anything. */
interface FileWriter {
    /** @throws IOException if it cannot be written; then the file is as it was, or as it was to become */
    void write(Path file, byte[] content) throws IOException;
}
