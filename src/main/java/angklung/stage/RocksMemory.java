package angklung.stage;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.apache.kafka.streams.state.internals.BlockBasedTableConfigWithAccessibleCache;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Settings of all RocksDB stores of one client: one block cache and one budget of write buffers for all of them,
 * instead of up to 98 MB for each store and partition. Kafka Streams makes an instance per store by name of the
 * class, so the shared memory arrives through the configuration ({@link #share}).
 */
public final class RocksMemory implements RocksDBConfigSetter {
    private static final String SHARED = "angklung.rocksdb.memory";

    /** Stores that get a key a play and are asked for keys that are mostly absent. */
    private static final Set<String> PER_PLAY = Set.of("intake-seen");

    /** Of a store that is looked up for keys that are mostly absent, less is read than with 4 KB. */
    private static final int BLOCK_BYTES = 16 * 1024;

    /** Bigger than the 16 MB of Streams: fewer sorted runs, so fewer places to look for an absent key. */
    private static final long WRITE_BUFFER_BYTES = 64L * 1024 * 1024;

    /**
     * What a write buffer takes from the budget with its first entry. A client has one for each store and partition;
     * with RocksDB's own megabyte, and the Bloom filter besides, a few dozen of them fill the budget empty, and every
     * write makes some of them be flushed.
     */
    private static final long ARENA_BLOCK_BYTES = 64L * 1024;

    /** Part of a write buffer that is its own Bloom filter: most lookups end before its skip list. */
    private static final double BUFFER_BLOOM_RATIO = 0.05;

    /** Native memory that all stores of one client share; closed after the client. */
    public static final class Shared implements AutoCloseable {
        private final LRUCache cache;
        private final WriteBufferManager writeBuffers;

        private Shared(long bytes) {
            RocksDB.loadLibrary();
            this.cache = new LRUCache(bytes);
            // Write buffers are charged to the cache, so that one number bounds both.
            this.writeBuffers = new WriteBufferManager(bytes / 2, cache);
        }

        @Override
        public void close() {
            writeBuffers.close();
            cache.close();
        }
    }

    /**
     * Puts the settings of this class into the configuration of a client.
     *
     * @param bytes of block cache and write buffers together, for all stores
     * @return to be closed once the client is
     */
    public static Shared share(Map<String, Object> streamsConfig, long bytes) {
        Shared shared = new Shared(bytes);
        streamsConfig.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksMemory.class);
        streamsConfig.put(SHARED, shared);
        return shared;
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (!(configs.get(SHARED) instanceof Shared shared)) {
            throw new IllegalStateException("Store " + storeName + ": no memory in the configuration under " + SHARED
                    + "; set up the client with RocksMemory.share");
        }
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        // Streams makes a cache of 50 MB for the store; unclosed, its native memory stays.
        Cache own = streamsOwn(table);
        table.setBlockCache(shared.cache);
        table.setBlockSize(BLOCK_BYTES);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(shared.writeBuffers);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        // Streams leaves the Bloom filter out where most keys lie, which is right only for keys that exist.
        options.setOptimizeFiltersForHits(false);
        if (PER_PLAY.contains(storeName)) {
            options.setMemtablePrefixBloomSizeRatio(BUFFER_BLOOM_RATIO);
            options.setMemtableWholeKeyFiltering(true);
        } else {
            options.setArenaBlockSize(ARENA_BLOCK_BYTES);
        }
        if (own != null) {
            own.close();
        }
    }

    /** Nothing is the store's own: {@link Shared} is closed by the one who made it. */
    @Override
    public void close(String storeName, Options options) {}

    private static Cache streamsOwn(BlockBasedTableConfig table) {
        return table instanceof BlockBasedTableConfigWithAccessibleCache own
                ? own.blockCache()
                : null;
    }
}
