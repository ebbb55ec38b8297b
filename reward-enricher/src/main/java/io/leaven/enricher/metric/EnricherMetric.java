package io.leaven.enricher.metric;

import io.leaven.app.Metric;

/** What the enricher counts: every metric's name and meaning. All are counters but {@link #WAITING} and {@link #HELD}. */
public enum EnricherMetric implements Metric {
    EVENTS("leaven.enricher.events", "Good customer events processed, repeats and gaps included"),
    DECISIONS("leaven.enricher.decisions", "Good decisions processed, late and repeated ones included"),
    TRANSITIONS("leaven.enricher.transitions", "Steps closed and written to replay"),
    REQUESTS("leaven.enricher.requests", "Decision requests written"),
    REPEATED_EVENTS("leaven.enricher.repeats", "Events of a step that was received before; dropped"),
    GAPS("leaven.enricher.gaps", "Events that skipped steps; adopted without a transition"),
    UNANSWERED("leaven.enricher.unanswered", "Steps closed without a decision: action none, propensity unknown"),
    LATE_DECISIONS("leaven.enricher.decisions.late", "Decisions for a step that was over or skipped; not used"),
    REPEATED_DECISIONS("leaven.enricher.decisions.repeated", "Second decisions for an open step; dropped"),
    REFUSED_DECISIONS("leaven.enricher.decisions.refused", "Decisions too far ahead to be kept; sent to dead letters"),
    RECEIPTS("leaven.enricher.receipts", "Good receipts of openings and clicks processed, if they count in the reward"),
    REPEATED_RECEIPTS("leaven.enricher.receipts.repeated", "Receipts that say nothing new of their message"),
    LATE_RECEIPTS(
            "leaven.enricher.receipts.late",
            "Openings and clicks after the grace time, or that came when the transition was written; not in the reward"),
    UNKNOWN_RECEIPTS(
            "leaven.enricher.receipts.unknown",
            "Receipts of unknown customers, or of steps without a message on record; not in the reward"),
    DEAD_LETTERS("leaven.enricher.dead.letters", "Events, decisions, receipts and causal models sent to dead letters"),
    MODELS("leaven.enricher.models", "Causal models taken into use"),
    ERASED("leaven.enricher.erased", "Customers whose memory was erased"),
    REBUILT("leaven.enricher.rebuilt", "Transitions priced anew and written to a rebuilt replay"),
    REBUILT_OTHER_WEIGHTS(
            "leaven.enricher.rebuilt.other.weights",
            "Of those, the ones that other reward weights had priced: all terms but the uplift stayed as they were"),
    REBUILT_ERASED("leaven.enricher.rebuilt.erased", "Transitions of erased customers, left out of a rebuilt replay"),
    WAITING("leaven.enricher.waiting", "Events that wait for their decision now"),
    HELD("leaven.enricher.held", "Transitions that wait for receipts of their message now");

    private final String id;
    private final String description;

    EnricherMetric(String id, String description) {
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
