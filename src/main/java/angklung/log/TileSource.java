package angklung.log;

/** Where tiles are read from: a directory, a server, memory. */
public interface TileSource {
    /**
     * The bytes of a tile, or of a bundle of entries.
     *
     * @throws java.io.UncheckedIOException if it is not there or cannot be read
     */
    byte[] read(TilePath path);
}
