package io.leaven.causal.fit;

import io.leaven.app.Metric;

/** What a fit counts: every metric's name and meaning. */
public enum CausalMetric implements Metric {
    ROWS("leaven.causal.rows", "Records read for a fit"),
    DEAD_LETTERS("leaven.causal.dead.letters", "Records that could not be used for a fit, sent to dead letters"),
    MODELS_PUBLISHED("leaven.causal.models.published", "Causal models published");

    private final String id;
    private final String description;

    CausalMetric(String id, String description) {
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
