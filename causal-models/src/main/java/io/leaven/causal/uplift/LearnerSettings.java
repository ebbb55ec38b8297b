package io.leaven.causal.uplift;

import io.leaven.causal.boosting.BoostingSettings;

/**
 * How learners grow their trees and split their rows.
 *
 * @param trees the trees; their number is the most that are grown
 * @param minChildShare a leaf never has to rest on a larger share of its tree's rows, 0 to 1; 1 leaves the child weight as it is.
 *     A floor in rows alone, right for large experiments, leaves small ones without a split
 * @param patience rounds without a lower loss on the held-out part of the training rows after which no more trees are grown; 0
 *     grows all and holds nothing out
 * @param validationShare share of the units whose rows are that part, above 0 and below 1
 * @param folds parts of the cross-fitting, 2 or more
 * @param clip propensities count as no nearer to 0 or 1 than this, from above 0 to below .5: an inverse weight never is above
 *     1/clip, at the price of some bias where arms hardly overlap
 */
public record LearnerSettings(
        BoostingSettings trees, double minChildShare, int patience, double validationShare, int folds, double clip) {

    /** Small enough to set a tenth of the customers apart. */
    public static final double MIN_CHILD_SHARE = .04;

    /** Shallow trees, all of which are grown. */
    public static final LearnerSettings SHALLOW = of(BoostingSettings.SHALLOW);

    public LearnerSettings {
        require(minChildShare >= 0 && minChildShare <= 1, "minChildShare", minChildShare, "from 0 to 1");
        require(patience >= 0, "patience", patience, "0 or more");
        require(validationShare > 0 && validationShare < 1, "validationShare", validationShare, "between 0 and 1");
        require(folds >= 2, "folds", folds, "2 or more");
        require(clip > 0 && clip < .5, "clip", clip, "above 0, below .5");
    }

    /** The defaults around some trees: all of them grown, three folds, propensities from .01 to .99. */
    public static LearnerSettings of(BoostingSettings trees) {
        return new LearnerSettings(trees, MIN_CHILD_SHARE, 0, .15, 3, .01);
    }

    public LearnerSettings withTrees(BoostingSettings value) {
        return new LearnerSettings(value, minChildShare, patience, validationShare, folds, clip);
    }

    public LearnerSettings withMinChildShare(double value) {
        return new LearnerSettings(trees, value, patience, validationShare, folds, clip);
    }

    public LearnerSettings withPatience(int value) {
        return new LearnerSettings(trees, minChildShare, value, validationShare, folds, clip);
    }

    private static void require(boolean holds, String name, double value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + " but must be " + allowed);
        }
    }
}
