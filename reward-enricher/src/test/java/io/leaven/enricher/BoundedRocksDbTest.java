package io.leaven.enricher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class BoundedRocksDbTest {

    private static final long BYTES = 8L << 20;

    @TempDir
    private Path folder;

    @Test
    void allStoresShareOneMemoryThatStaysWithinItsBound() throws Exception {
        try (RocksDbMemory memory = new RocksDbMemory(BYTES);
                Options options = options(memory);
                Options others = options(memory);
                RocksDB one = RocksDB.open(options, folder.resolve("one").toString());
                RocksDB other = RocksDB.open(others, folder.resolve("other").toString())) {
            fill(one);
            fill(other);

            assertThat(one.getLongProperty("rocksdb.block-cache-capacity")).isEqualTo(BYTES);
            assertThat(one.getLongProperty("rocksdb.block-cache-usage"))
                    .isEqualTo(other.getLongProperty("rocksdb.block-cache-usage"))
                    .isEqualTo(memory.used());
            assertThat(one.getLongProperty("rocksdb.cur-size-all-mem-tables")
                            + other.getLongProperty("rocksdb.cur-size-all-mem-tables"))
                    .as("what was written last, of the 64 MB that were written to both")
                    .isPositive()
                    .isLessThan(BYTES);
            assertThat(memory.used()).isPositive().isLessThan(2 * BYTES);
        }
    }

    @Test
    void withoutAMemoryAStoreIsNotOpened() {
        try (Options options = new Options()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new BoundedRocksDb().setConfig("steps", options, Map.of()))
                    .withMessageContaining("store steps");
        }
    }

    private static Options options(RocksDbMemory memory) {
        Options options = new Options().setCreateIfMissing(true);
        options.setTableFormatConfig(new BlockBasedTableConfig());
        new BoundedRocksDb().setConfig("steps", options, Map.of(BoundedRocksDb.MEMORY, memory));
        return options;
    }

    /** 32 MB of what does not compress, and a look at all of it. */
    private static void fill(RocksDB store) throws RocksDBException {
        Random random = new Random(1);
        byte[] value = new byte[4_096];
        for (int i = 0; i < 8_192; i++) {
            random.nextBytes(value);
            store.put(key(i), value);
        }
        for (int i = 0; i < 8_192; i++) {
            assertThat(store.get(key(i))).hasSize(value.length);
        }
    }

    private static byte[] key(int i) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(i).array();
    }
}
