package io.leaven.causal.fit;

import io.leaven.app.Connection;
import io.leaven.app.Progress;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.causal.model.CausalModelCodec;
import io.leaven.causal.model.ModelNotes;
import io.leaven.causal.uplift.ArmEvaluation;
import io.leaven.causal.uplift.CateModel;
import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.UpliftEvaluation;
import io.leaven.causal.uplift.UpliftLearner;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
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
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("'uplift-'yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Connection connection;
    private final CausalSettings settings;
    private final Clock clock;
    private final MeterRegistry metrics;

    /** @param connection stays open */
    public UpliftFit(Connection connection, CausalSettings settings, Clock clock, MeterRegistry metrics) {
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
        Instant started = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        ExperimentTopic.Content content = new ExperimentTopic(connection, clock, metrics).read(stop);
        ExperimentData data = content.data();
        ExperimentData train = settings.split().train(data);
        ExperimentData heldOut = settings.split().heldOut(data);
        checkRows(data, train, heldOut, content.refused());

        UpliftLearner learner = settings.learner();
        CateModel model = fit(learner, train, VERSION.format(started), stop);
        List<ArmEvaluation> evaluations = UpliftEvaluation.evaluate(model, heldOut);
        DataTopic.checkStop(stop);
        UpliftFitResult result = new UpliftFitResult(
                model.version(),
                learner.name(),
                data.rows(),
                train.rows(),
                content.refused(),
                rowsByArm(data),
                evaluations,
                settings.seed(),
                Duration.between(started, clock.instant()),
                publish);
        if (publish) {
            ModelNotes notes = new ModelNotes(started, result.diagnostics(), provenance(result));
            new ModelPublisher(connection).publish(CausalModelCodec.UPLIFT_KEY, CausalModelCodec.encode(model, notes));
            CausalMetric.MODELS_PUBLISHED.counter(metrics).increment();
        }
        LOG.info("{} uplift model {} on {} rows", publish ? "published" : "fitted", model.version(), train.rows());
        return result;
    }

    private static CateModel fit(UpliftLearner learner, ExperimentData train, String version, StopSignal stop) {
        try (Progress progress = Progress.start("fit arms", train.arms().size())) {
            return learner.fit(train, version, arm -> {
                progress.by(1);
                DataTopic.checkStop(stop);
            });
        }
    }

    private void checkRows(ExperimentData data, ExperimentData train, ExperimentData heldOut, long refused) {
        String topic = "topic '" + connection.name(Topics.TREATMENT_EXPERIMENTS) + "'";
        String control = data.arms().get(0);
        if (data.rows() == 0) {
            throw new UserError(topic + " holds no usable experiment rows"
                    + (refused > 0 ? " (" + refused + " went to dead letters)" : "")
                    + "; `leaven generate experiments` writes those of the simulated bakery");
        }
        if (data.arms().size() == 1) {
            throw new UserError("all " + data.rows() + " rows on " + topic + " are of the control arm '" + control
                    + "'; an uplift needs at least one arm with a promotion");
        }
        if (data.rowsOf(0).length == 0) {
            throw new UserError(topic + " has no rows of the control arm '" + control + "'; its arms are "
                    + data.arms().subList(1, data.arms().size()));
        }
        for (int arm = 0; arm < data.arms().size(); arm++) {
            int trained = train.rowsOf(arm).length;
            int judged = heldOut.rowsOf(arm).length;
            if (Math.min(trained, judged) < settings.minRows()) {
                throw new UserError("arm '" + data.arms().get(arm) + "' on " + topic + " has " + (trained + judged)
                        + " rows, " + trained + " to train on and " + judged + " held out; at least "
                        + settings.minRows() + " of each are needed (" + CausalSettings.MIN_ROWS + ")");
            }
        }
    }

    private static Map<String, Integer> rowsByArm(ExperimentData data) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (int arm = 0; arm < data.arms().size(); arm++) {
            rows.put(data.arms().get(arm), data.rowsOf(arm).length);
        }
        return rows;
    }

    private Map<String, String> provenance(UpliftFitResult result) {
        Map<String, String> provenance = new TreeMap<>();
        provenance.put("topic", connection.name(Topics.TREATMENT_EXPERIMENTS));
        provenance.put("rows", Integer.toString(result.rows()));
        provenance.put("trainedRows", Integer.toString(result.trainedRows()));
        provenance.put("refusedRows", Long.toString(result.refused()));
        settings.values().forEach((key, value) -> provenance.put(key, String.valueOf(value)));
        return provenance;
    }
}
