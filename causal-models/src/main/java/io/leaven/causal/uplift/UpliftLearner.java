package io.leaven.causal.uplift;

import java.util.function.Consumer;

/** Fits a {@link CateModel} to an experiment. Learners differ in how they get from outcomes to effects. */
public interface UpliftLearner {

    /** The literature's name, such as {@code t-learner}. */
    String name();

    /**
     * Fits every arm.
     *
     * @param data at least one row of control and of each arm
     * @param version what the model is called
     * @param fitted told of each arm when it is fitted, in the order of {@link ExperimentData#arms}; what it throws ends the fit
     * @throws IllegalArgumentException if an arm has no rows
     */
    TreeCateModel fit(ExperimentData data, String version, Consumer<String> fitted);
}
