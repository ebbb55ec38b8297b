package io.leaven.trainer;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.dqn.DqnLearner;
import io.leaven.trainer.dyna.DynaSettings;
import io.leaven.trainer.dyna.Imagination;
import io.leaven.trainer.gate.GateSettings;
import io.leaven.trainer.gate.LiveSnapshot;
import io.leaven.trainer.gate.SnapshotGate;
import io.leaven.trainer.replay.Experience;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Puts a {@link TrainerLoop} together as the settings say: for the app, and for experiments without a broker. */
public final class TrainerLoops {

    private TrainerLoops() {}

    /**
     * @param live which snapshot decides, for the gate
     * @param clock tells when a snapshot was made; no weight depends on it
     */
    public static TrainerLoop create(
            TrainerSettings settings, ActionCatalogue catalogue, Resume resume, LiveSnapshot live, Clock clock) {
        List<StateFeature> features = settings.features();
        DynaSettings dyna = settings.dyna();
        GateSettings gate = settings.gate();
        return new TrainerLoop(
                settings.loop(),
                resume,
                catalogue,
                settings.encoder(),
                DqnLearner.create(settings.dqn(), features.size(), catalogue.size(), settings.seed()),
                new Experience(features, catalogue.size(), settings.experience()),
                dyna.isOn()
                        ? Optional.of(new Imagination(dyna, catalogue, features, settings.seed()))
                        : Optional.empty(),
                gate.isOn()
                        ? Optional.of(new SnapshotGate(
                                gate, settings.dqn().gamma(), catalogue, features, settings.seed(), live))
                        : Optional.empty(),
                clock);
    }
}
