package io.leaven.causal.uplift;

import io.leaven.causal.boosting.BoostingSettings;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The four learners by the short names of the command line. A T-learner's two models are alike, and what they miss alike falls out
 * of their difference, so it takes a fixed number of trees. The others grow trees on something whose size is not known
 * beforehand, and stop by the loss on a held-out part: an S-learner of 100 trees hardly asks for the arm (correlation with the
 * truth of WORLD.md's `realistic` .27 for `ad`, stopped early .82).
 */
public enum Learner {
    T(TLearner.NAME, TLearner::new, BoostingSettings.SHALLOW.rounds(), 0),
    S(SLearner.NAME, SLearner::new, 400, 20),
    X(XLearner.NAME, XLearner::new, 400, 20),
    DR(DRLearner.NAME, DRLearner::new, 400, 20);

    private final String literature;
    private final Function<LearnerSettings, UpliftLearner> factory;
    private final int rounds;
    private final int patience;

    Learner(String literature, Function<LearnerSettings, UpliftLearner> factory, int rounds, int patience) {
        this.literature = literature;
        this.factory = factory;
        this.rounds = rounds;
        this.patience = patience;
    }

    /**
     * The learner of a short name, such as {@code dr}, or of the literature's, such as {@code dr-learner}.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    public static Learner named(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(learner -> learner.shortName().equals(wanted) || learner.literature.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the learner '" + name + "' is unknown; known are "
                        + Arrays.stream(values()).map(Learner::shortName).collect(Collectors.joining(", "))));
    }

    /** Such as {@code dr}. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The most trees that it grows, unless told otherwise. */
    public int rounds() {
        return rounds;
    }

    /** How patient it is, unless told otherwise. */
    public int patience() {
        return patience;
    }

    /** Its own defaults around {@link LearnerSettings#SHALLOW}. */
    public LearnerSettings defaults() {
        return LearnerSettings.of(BoostingSettings.SHALLOW.withRounds(rounds)).withPatience(patience);
    }

    public UpliftLearner with(LearnerSettings settings) {
        return factory.apply(settings);
    }
}
