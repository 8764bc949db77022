package angklung.publish;

import angklung.log.EntryBundle;
import angklung.log.Hash;
import angklung.log.Note;
import angklung.log.TilePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** A log that somebody serves. Of what it answers nothing is verified here. */
public final class LogClient implements PublishedLog {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final String prefix;
    private final HttpFetch http;

    /**
     * The log at an address.
     *
     * @param prefix to which {@code /checkpoint} is added
     * @throws IllegalArgumentException if it is not one of http or https
     */
    public LogClient(URI prefix) {
        this(prefix, PATIENCE);
    }

    LogClient(URI prefix, Duration patience) {
        if (!HttpFetch.isWeb(prefix)) {
            throw new IllegalArgumentException("http or https, a host and perhaps a path");
        }
        this.prefix = prefix.toString().replaceAll("/+$", "");
        this.http = new HttpFetch(patience);
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return get(LogDirectory.CHECKPOINT, Note.LONGEST);
    }

    @Override
    public byte[] read(TilePath path) {
        return get(path.toString(), longest(path)).orElseThrow(() -> new UncheckedIOException(
                new FileNotFoundException(address(path.toString()) + ": the log has no such file")));
    }

    private static int longest(TilePath path) {
        return path.level() == TilePath.ENTRIES
                ? path.width() * (Short.BYTES + EntryBundle.LONGEST_ENTRY)
                : path.width() * Hash.LENGTH;
    }

    private Optional<byte[]> get(String name, int most) {
        URI address = address(name);
        HttpFetch.Answer answer;
        try {
            answer = http.get(address, most);
        } catch (IOException e) {
            throw new UncheckedIOException(new IOException(address + " " + e.getMessage(), e));
        }
        if (answer.status() == NOT_FOUND) {
            return Optional.empty();
        }
        if (answer.status() != OK) {
            throw new UncheckedIOException(new IOException(address + " answers " + answer.status()));
        }
        return Optional.of(answer.body());
    }

    private URI address(String name) {
        return URI.create(prefix + "/" + name);
    }

    @Override
    public String toString() {
        return prefix;
    }
}
