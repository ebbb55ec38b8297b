package io.leaven.causal.fit;

import io.leaven.app.Connection;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.ExperimentRows;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/** The rows of the topic {@code treatment-experiments}. */
final class ExperimentTopic {

    private final DataTopic<ExperimentOutcome> topic;

    ExperimentTopic(Connection connection, Clock clock, MeterRegistry metrics) {
        this.topic = new DataTopic<>(connection, Topics.TREATMENT_EXPERIMENTS, clock, metrics);
    }

    /**
     * What the topic held.
     *
     * @param data the good rows
     * @param refused records that were sent to dead letters
     */
    record Content(ExperimentData data, long refused) {}

    /**
     * Reads all that is there now.
     *
     * @throws UserError if there is no such topic, dead letters are refused, or the signal is raised on the way
     */
    Content read(StopSignal stop) {
        ExperimentRows rows = new ExperimentRows(StateFeature.PAPER);
        long refused = topic.read("experiment rows", rows::add, stop);
        return new Content(rows.build(), refused);
    }
}
