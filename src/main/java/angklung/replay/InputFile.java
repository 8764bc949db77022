package angklung.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * One file of the input.
 *
 * @param path where it is; compressed if its name ends in {@code .gz}
 */
public record InputFile(Path path) {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** The name that errors and reports give it. */
    public String name() {
        return path.getFileName().toString();
    }

    /** The bytes of its text. */
    InputStream open() throws IOException {
        InputStream file = Files.newInputStream(path);
        if (!name().endsWith(".gz")) {
            return file;
        }
        try {
            return new GZIPInputStream(file, BUFFER_BYTES);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }
}
