package angklung.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * One file of the input.
 *
 * @param name that errors and reports give it; its bytes are compressed if it ends in {@code .gz}
 * @param source where its bytes come from, opened anew for every pass
 */
public record InputFile(String name, Source source) {
    private static final int BUFFER_BYTES = 64 * 1024;

    /** Opens the bytes as they are stored. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    public InputFile(Path path) {
        this(path.getFileName().toString(), () -> Files.newInputStream(path));
    }

    /** The bytes of its text. */
    InputStream open() throws IOException {
        InputStream file = source.open();
        if (!name.endsWith(".gz")) {
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
