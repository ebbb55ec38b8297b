package io.leaven.enricher;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/** Has each store live on the memory that the configuration brings along under {@value #MEMORY}: a {@link RocksDbMemory}. */
public final class BoundedRocksDb implements RocksDBConfigSetter {

    static final String MEMORY = "leaven.rocksdb.memory";

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        if (!(configs.get(MEMORY) instanceof RocksDbMemory memory)) {
            throw new IllegalArgumentException("the configuration of store " + storeName + " has no " + MEMORY);
        }
        memory.bound(options);
    }

    /** The memory is not the store's to close. */
    @Override
    public void close(String storeName, Options options) {}
}
