package io.leaven.causal.fit;

import io.leaven.app.Connection;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.causal.uplift.ExperimentRows;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;

/** The rows of the topic {@code treatment-experiments}. */
final class ExperimentTopic {

    private final String name;
    private final DataTopic<ExperimentOutcome> topic;

    ExperimentTopic(Connection connection, Clock clock, MeterRegistry metrics) {
        this.name = "topic '" + connection.name(Topics.TREATMENT_EXPERIMENTS) + "'";
        this.topic = new DataTopic<>(connection, Topics.TREATMENT_EXPERIMENTS, clock, metrics);
    }

    /**
     * Reads all that is there now.
     *
     * @throws UserError if there is no such topic, dead letters are refused, or the signal is raised on the way
     */
    UpliftSource read(StopSignal stop) {
        ExperimentRows rows = new ExperimentRows(StateFeature.PAPER);
        long refused = topic.read("experiment rows", rows::add, stop);
        return new UpliftSource(
                name,
                rows.build(),
                refused,
                List.of(),
                refused == 0 ? List.of() : List.of(refused + " records could not be used; see dead letters"));
    }
}
