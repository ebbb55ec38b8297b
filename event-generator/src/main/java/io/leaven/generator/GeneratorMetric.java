package io.leaven.generator;

import io.leaven.app.Metric;

/** What the generator counts: every metric's name and meaning. */
enum GeneratorMetric implements Metric {
    EVENTS("leaven.generator.events", "Customer events written"),
    DECISIONS_WRITTEN("leaven.generator.decisions.written", "Decisions of a logging policy written"),
    DECISIONS_FOLLOWED("leaven.generator.decisions.followed", "Decisions that moved a simulated customer on"),
    DECISIONS_IGNORED("leaven.generator.decisions.ignored", "Decisions for a step that was over or cannot come next"),
    EXPERIMENTS("leaven.generator.experiments", "Rows of a randomised experiment written"),
    MEDIA_WEEKS("leaven.generator.media.weeks", "Weeks of media spend written"),
    DEAD_LETTERS("leaven.generator.dead.letters", "Decisions that could not be decoded, sent to dead letters");

    private final String id;
    private final String description;

    GeneratorMetric(String id, String description) {
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
