package io.leaven.enricher.step;

import io.leaven.app.Connection;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.record.Refusals;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Makes a {@link StepJoiner} with its stores for every task. */
public final class StepJoinerSupplier implements ProcessorSupplier<byte[], byte[], Object, Object> {

    /** The store of what is remembered of each customer. */
    public static final String CUSTOMER_STEPS = "customer-steps";
    /** The store of deadlines, in order of time. */
    public static final String WAITING_STEPS = "waiting-steps";

    public static final String REPLAY_SINK = "replay-sink";
    public static final String REQUEST_SINK = "decision-request-sink";

    private final Connection connection;
    private final StepLogic logic;
    private final Refusals refusals;
    private final Duration scanInterval;
    private final Duration catchUp;
    private final Clock clock;
    private final EnricherCounts counts;

    /**
     * @param scanInterval between looks for what waited too long
     * @param catchUp how long a task that starts takes nothing for overdue but what the records themselves have come to
     */
    public StepJoinerSupplier(
            Connection connection,
            StepLogic logic,
            Refusals refusals,
            Duration scanInterval,
            Duration catchUp,
            Clock clock,
            EnricherCounts counts) {
        this.connection = connection;
        this.logic = logic;
        this.refusals = refusals;
        this.scanInterval = scanInterval;
        this.catchUp = catchUp;
        this.clock = clock;
        this.counts = counts;
    }

    @Override
    public Processor<byte[], byte[], Object, Object> get() {
        return new StepJoiner(new StepIntake(connection), logic, refusals, scanInterval, catchUp, clock, counts);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        StoreBuilder<?> customers = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(CUSTOMER_STEPS), Serdes.String(), new StepStateSerde())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
        StoreBuilder<?> deadlines = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(WAITING_STEPS), new DeadlineSerde(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
        return Set.of(customers, deadlines);
    }
}
