package io.leaven.causal.fit;

import io.leaven.app.Connection;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.causal.model.CausalModelCodec;
import io.leaven.causal.model.ModelNotes;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits an uplift model to the topic {@code treatment-experiments}, judges it on customers that it did not see, and publishes it
 * to {@code causal-models} under the key {@code uplift}. The published model is the one that was judged: it is not fitted again
 * on all rows. Progress is shown on standard error.
 */
public final class UpliftFit {

    private static final Logger LOG = LoggerFactory.getLogger(UpliftFit.class);

    private final Connection connection;
    private final UpliftSettings settings;
    private final Clock clock;
    private final MeterRegistry metrics;

    /** @param connection stays open */
    public UpliftFit(Connection connection, UpliftSettings settings, Clock clock, MeterRegistry metrics) {
        this.connection = connection;
        this.settings = settings;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Fits and publishes.
     *
     * @throws UserError if the topic lacks rows to fit every arm and judge it, or the signal is raised on the way
     * @throws SchemaRegistryException if the registry is out of reach
     */
    public UpliftFitResult fitAndPublish(StopSignal stop) {
        return run(true, stop);
    }

    /** The same, without publishing. */
    public UpliftFitResult fit(StopSignal stop) {
        return run(false, stop);
    }

    private UpliftFitResult run(boolean publish, StopSignal stop) {
        Instant started = UpliftTraining.now(clock);
        UpliftSource source = new ExperimentTopic(connection, clock, metrics).read(stop);
        if (source.data().rows() == 0) {
            throw new UserError(source.name() + " holds no usable experiment rows"
                    + (source.refused() > 0 ? " (" + source.refused() + " went to dead letters)" : "")
                    + "; `leaven generate experiments` writes those of the simulated bakery");
        }
        UpliftFitResult result = new UpliftTraining(settings, clock, stop).run(source, started);
        LOG.info("fitted uplift model {} on {} rows", result.version(), result.trainedRows());
        return publish ? publish(connection, settings, source, result, started, metrics) : result;
    }

    /** Puts a model on the topic, with what was measured and where it comes from. */
    static UpliftFitResult publish(
            Connection connection,
            UpliftSettings settings,
            UpliftSource source,
            UpliftFitResult result,
            Instant started,
            MeterRegistry metrics) {
        ModelNotes notes = new ModelNotes(started, result.diagnostics(), provenance(settings, source, result));
        new ModelPublisher(connection)
                .publish(CausalModelCodec.UPLIFT_KEY, CausalModelCodec.encode(result.model(), notes));
        CausalMetric.MODELS_PUBLISHED.counter(metrics).increment();
        LOG.info("published uplift model {}", result.version());
        return result.asPublished();
    }

    private static Map<String, String> provenance(
            UpliftSettings settings, UpliftSource source, UpliftFitResult result) {
        Map<String, String> provenance = new TreeMap<>();
        provenance.put("data", source.name());
        provenance.put("rows", Integer.toString(result.rows()));
        provenance.put("trainedRows", Integer.toString(result.trainedRows()));
        provenance.put("refusedRows", Long.toString(result.refused()));
        settings.values().forEach((key, value) -> provenance.put(key, String.valueOf(value)));
        return provenance;
    }
}
