package io.leaven.enricher;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Native memory that the stores of all partitions of one enricher share: blocks, index and filters, and the buffers of what was
 * written last, which take at most half of it. However many partitions there are, it stays within its bound, give or take
 * what is in use at a moment.
 */
final class RocksDbMemory implements AutoCloseable {

    /** Share of the cache that is kept for index and filters: without them a look-up reads the disk more than once. */
    private static final double FOR_INDEXES = .1;

    private static final long WRITE_BUFFER_BYTES = 8L << 20;

    private final Cache cache;
    private final WriteBufferManager buffers;

    /** @param bytes 1 or more */
    RocksDbMemory(long bytes) {
        RocksDB.loadLibrary();
        cache = new LRUCache(bytes, -1, false, FOR_INDEXES);
        buffers = new WriteBufferManager(bytes / 2, cache);
    }

    /** Makes a store live on it. */
    void bound(Options options) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(buffers);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(2);
    }

    /** Bytes in use now. */
    long used() {
        return cache.getUsage();
    }

    /** Lets go of it; stores that are still open keep theirs. */
    @Override
    public void close() {
        buffers.close();
        cache.close();
    }
}
