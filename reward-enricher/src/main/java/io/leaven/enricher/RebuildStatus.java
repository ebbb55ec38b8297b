package io.leaven.enricher;

import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.metric.EnricherMetric;
import io.leaven.enricher.reward.UpliftSource;

/**
 * How far a rebuild has come, counted since it was made.
 *
 * @param topic the full name of the copy
 * @param rebuilt transitions written
 * @param otherWeights of those, the ones that other reward weights had priced
 * @param erased transitions of erased customers, left out
 * @param deadLetters records refused
 * @param left offsets of replay as it was at the start that are not done yet; -1 if not known
 * @param upliftVersion of the model in use; null without one
 * @param mediaMixVersion of the model in use; null without one
 */
public record RebuildStatus(
        String topic,
        long rebuilt,
        long otherWeights,
        long erased,
        long deadLetters,
        long left,
        String upliftVersion,
        String mediaMixVersion) {

    static RebuildStatus of(String topic, EnricherCounts counts, UpliftSource models, long left) {
        return new RebuildStatus(
                topic,
                counts.get(EnricherMetric.REBUILT),
                counts.get(EnricherMetric.REBUILT_OTHER_WEIGHTS),
                counts.get(EnricherMetric.REBUILT_ERASED),
                counts.get(EnricherMetric.DEAD_LETTERS),
                left,
                models.upliftVersion(),
                models.mediaMixVersion());
    }
}
