package angklung.publish;

import angklung.config.Failure;
import angklung.log.TileSource;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What a log shows to everybody: its tiles, bundles of entries, last published checkpoint and policy. */
public interface PublishedLog extends TileSource {
    /**
     * The last published checkpoint, a note of which nothing is verified; empty if none was published yet.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    Optional<byte[]> checkpoint();

    /** Where it is, for people. */
    @Override
    String toString();

    /**
     * The log at a place.
     *
     * @param place an address that begins with {@code http://} or {@code https://}, or else a directory
     * @throws Failure if it is no address
     */
    static PublishedLog at(String place) {
        if (!place.matches("[a-zA-Z][a-zA-Z0-9+.-]*://.*")) {
            return new LogDirectory(Path.of(place));
        }
        try {
            return new LogClient(URI.create(place));
        } catch (IllegalArgumentException e) {
            throw Failure.usage("'" + place + "' is no address of a log: " + e.getMessage());
        }
    }
}
