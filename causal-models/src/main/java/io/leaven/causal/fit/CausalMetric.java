package io.leaven.causal.fit;

import io.leaven.app.Metric;

/** What a fit counts: every metric's name and meaning. */
enum CausalMetric implements Metric {
    ROWS("leaven.causal.rows", "Experiment rows read for a fit"),
    DEAD_LETTERS("leaven.causal.dead.letters", "Experiment records that could not be used, sent to dead letters"),
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
