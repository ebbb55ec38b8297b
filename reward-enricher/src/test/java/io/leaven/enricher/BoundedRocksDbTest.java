package io.leaven.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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

    private static final long BYTES = 16L << 20;
    private static final int VALUE = 1_000;

    @TempDir
    private Path folder;

    @Test
    void allStoresShareOneBoundedMemory() throws Exception {
        long before = BoundedRocksDb.used(BYTES);
        try (Options first = options();
                Options second = options();
                RocksDB one = RocksDB.open(first, folder.resolve("one").toString());
                RocksDB two = RocksDB.open(second, folder.resolve("two").toString())) {
            long opened = BoundedRocksDb.used(BYTES);
            fill(one, 3_000);
            long afterOne = BoundedRocksDb.used(BYTES);
            fill(two, 3_000);
            assertThat(afterOne - opened)
                    .as("write buffers of the first are charged")
                    .isGreaterThan(2L << 20);
            assertThat(BoundedRocksDb.used(BYTES) - afterOne)
                    .as("and those of the second to the same cache")
                    .isGreaterThan(2L << 20);

            for (RocksDB store : new RocksDB[] {one, two}) {
                fill(store, 60_000);
                read(store, 60_000);
            }
            // 120 MB went through: what is over half in write buffers is written out, blocks make room for blocks.
            assertThat(BoundedRocksDb.used(BYTES)).isBetween(before, BYTES + (BYTES >> 1));
        }
    }

    private static Options options() {
        Options options = new Options().setCreateIfMissing(true).setTableFormatConfig(new BlockBasedTableConfig());
        new BoundedRocksDb().setConfig("store", options, Map.of(BoundedRocksDb.MAX_BYTES, BYTES));
        return options;
    }

    private static byte[] key(int customer) {
        return ("customer-" + customer).getBytes(StandardCharsets.UTF_8);
    }

    private static void fill(RocksDB store, int records) throws RocksDBException {
        Random random = new Random(1);
        byte[] value = new byte[VALUE];
        for (int i = 0; i < records; i++) {
            random.nextBytes(value);
            store.put(key(i), value);
        }
    }

    private static void read(RocksDB store, int records) throws RocksDBException {
        for (int i = 0; i < records; i += 7) {
            assertThat(store.get(key(i))).hasSize(VALUE);
        }
    }
}
