package io.leaven.enricher;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the native memory of all stores of this process together: blocks, indices and filters lie in one cache, and write buffers are
 * charged to it, up to half of it, beyond which the largest is written out. Left alone, Kafka gives each store of each partition 98 MiB of its own.
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    /** Among the configuration of Streams: bytes of the cache. */
    static final String MAX_BYTES = "leaven.rocksdb.max.bytes";

    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final Map<Long, Memory> BY_SIZE = new ConcurrentHashMap<>();

    /** One for each size, for as long as the process lives: stores open and close as partitions move. */
    private record Memory(Cache cache, WriteBufferManager buffers) {

        private static Memory of(long bytes) {
            RocksDB.loadLibrary();
            Cache cache = new LRUCache(bytes);
            return new Memory(cache, new WriteBufferManager(bytes / 2, cache));
        }
    }

    private static Memory memory(long bytes) {
        return BY_SIZE.computeIfAbsent(bytes, Memory::of);
    }

    /** Bytes in use of a cache of that size, by all stores together. */
    static long used(long bytes) {
        return memory(bytes).cache.getUsage();
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Memory memory = memory(((Number) configs.get(MAX_BYTES)).longValue());
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache);
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(memory.buffers);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
    }

    @Override
    public void close(String storeName, Options options) {
        // The cache outlives the store: others use it.
    }
}
