package angklung.witness;

import angklung.log.TileSource;

/** One place that shows a log: a server, a mirror, a copy in a directory. */
public interface LogView extends TileSource {
    /** Where it is. */
    String name();

    /**
     * The note of its newest checkpoint, of which nothing is verified.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    byte[] checkpoint();
}
