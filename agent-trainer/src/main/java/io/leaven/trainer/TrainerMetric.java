package io.leaven.trainer;

import io.leaven.app.Metric;

/** Every metric of the trainer. */
public enum TrainerMetric implements Metric {
    TRANSITIONS("leaven.trainer.transitions", "Transitions read and kept to learn from"),
    REFUSED("leaven.trainer.refused", "Records of the replay topic that could not be used"),
    GRADIENT_STEPS("leaven.trainer.gradient.steps", "Gradient steps made"),
    SNAPSHOTS("leaven.trainer.snapshots", "Snapshots published"),
    SNAPSHOT_VERSION("leaven.trainer.snapshot.version", "Version of the newest snapshot, 0 before the first"),
    LOSS("leaven.trainer.loss", "Loss of the last gradient step"),
    MEAN_MAX_Q("leaven.trainer.mean.max.q", "Mean over the last batch of the highest Q-value of a state"),
    TD_ERROR("leaven.trainer.td.error", "Mean over the last batch of how far Q is from its target, in scaled rewards"),
    GRADIENT_NORM("leaven.trainer.gradient.norm", "Length of the last gradient before any clipping"),
    GRADIENT_STEP_RATE("leaven.trainer.gradient.step.rate", "Gradient steps a second since the metric was last read"),
    EPSILON("leaven.trainer.epsilon", "Exploration rate of the next snapshot"),
    MEMORY("leaven.trainer.memory", "Transitions in the replay memory"),
    MEMORY_SPAN(
            "leaven.trainer.memory.span.seconds", "Seconds from the oldest event in the replay memory to the newest"),
    STALENESS(
            "leaven.trainer.snapshot.staleness",
            "Records of the replay topic that the newest snapshot does not know, -1 before that is known"),
    LAG("leaven.trainer.lag", "Records of the replay topic that were not read yet, -1 before that is known"),
    DIVERGED("leaven.trainer.diverged", "1 if learning stopped because loss or weights were not finite, else 0"),
    HELD_OUT("leaven.trainer.held.out", "Transitions of held-out customers, kept from learning"),
    GATE_ACCEPTED("leaven.trainer.gate.accepted", "Snapshots that were judged and go live"),
    GATE_REFUSED("leaven.trainer.gate.refused", "Snapshots that the gate held back"),
    GATE_UNJUDGED("leaven.trainer.gate.unjudged", "Snapshots that go live without a judgement, for want of evidence"),
    GATE_GAIN(
            "leaven.trainer.gate.gain",
            "Estimated gain of the last judged snapshot over the live one, dollars a customer"),
    GATE_GAIN_LOWER("leaven.trainer.gate.gain.lower", "Lower bound of that gain"),
    GATE_GAIN_UPPER("leaven.trainer.gate.gain.upper", "Upper bound of that gain"),
    GATE_SECONDS("leaven.trainer.gate.seconds", "Seconds spent on judging");

    private final String id;
    private final String description;

    TrainerMetric(String id, String description) {
        this.id = id;
        this.description = description;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }
}
