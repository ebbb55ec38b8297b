package io.leaven.enricher;

import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.metric.EnricherMetric;

/**
 * How far an enricher has come, counted since it was made: what was processed, whether or not it is committed yet.
 *
 * @param state of the Streams application, such as {@code RUNNING}
 * @param events good events, repeats and gaps included
 * @param decisions good decisions, late and repeated ones included
 * @param transitions written
 * @param requests written
 * @param repeatedEvents dropped
 * @param gaps events adopted without a transition
 * @param unanswered transitions without a decision
 * @param lateDecisions not used, their step was over
 * @param repeatedDecisions dropped
 * @param deadLetters records refused
 * @param waiting events that wait for their decision now
 * @param held transitions that wait for receipts now
 */
public record EnricherStatus(
        String state,
        long events,
        long decisions,
        long transitions,
        long requests,
        long repeatedEvents,
        long gaps,
        long unanswered,
        long lateDecisions,
        long repeatedDecisions,
        long deadLetters,
        long waiting,
        long held) {

    static EnricherStatus of(String state, EnricherCounts counts) {
        return new EnricherStatus(
                state,
                counts.get(EnricherMetric.EVENTS),
                counts.get(EnricherMetric.DECISIONS),
                counts.get(EnricherMetric.TRANSITIONS),
                counts.get(EnricherMetric.REQUESTS),
                counts.get(EnricherMetric.REPEATED_EVENTS),
                counts.get(EnricherMetric.GAPS),
                counts.get(EnricherMetric.UNANSWERED),
                counts.get(EnricherMetric.LATE_DECISIONS),
                counts.get(EnricherMetric.REPEATED_DECISIONS),
                counts.get(EnricherMetric.DEAD_LETTERS),
                counts.get(EnricherMetric.WAITING),
                counts.get(EnricherMetric.HELD));
    }
}
