package io.leaven.enricher.step;

import io.leaven.schemas.CustomerStepState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The store of what is remembered of each customer, with those last used kept as objects: a decision and its event usually
 * follow each other closely, and decoding costs as much as the rest of a step. Right as long as nobody else writes to the
 * store; made anew with every task, so a transaction that is taken back leaves nothing here.
 */
final class CustomerMemories {

    private static final int MOST_KEPT = 10_000;

    private final KeyValueStore<String, CustomerStepState> store;
    private final Map<String, CustomerStepState> lastUsed = new LinkedHashMap<>(1024, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CustomerStepState> eldest) {
            return size() > MOST_KEPT;
        }
    };

    CustomerMemories(KeyValueStore<String, CustomerStepState> store) {
        this.store = store;
    }

    /** Null for a customer of whom nothing is known. */
    CustomerStepState get(String customerId) {
        CustomerStepState memory = lastUsed.get(customerId);
        return memory == null ? store.get(customerId) : memory;
    }

    void put(String customerId, CustomerStepState memory) {
        store.put(customerId, memory);
        lastUsed.put(customerId, memory);
    }

    void delete(String customerId) {
        store.delete(customerId);
        lastUsed.remove(customerId);
    }
}
