package io.leaven.causal.mmm;

import java.util.Arrays;
import java.util.Locale;

/** What the outcome is divided by before the model sees it. */
public enum OutcomeScale {
    /** 10 y / mean(y): the scale that the default priors are made for. */
    TEN_MEAN,
    /** y / mean(y). */
    MEAN,
    /** y / max(y). */
    MAX,
    /** y as it is. */
    NONE;

    /** Such as {@code ten-mean}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The scale of a label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static OutcomeScale of(String label) {
        return Arrays.stream(values())
                .filter(scale -> scale.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label + "' is no outcome scale; known are "
                        + String.join(
                                ", ",
                                Arrays.stream(values()).map(OutcomeScale::label).toList())));
    }

    /**
     * What a scaled outcome is multiplied by to give the outcome.
     *
     * @throws IllegalArgumentException if the outcome's mean or maximum is not above 0
     */
    double unit(double[] outcome) {
        double mean = Arrays.stream(outcome).average().orElseThrow();
        return switch (this) {
            case TEN_MEAN -> positive(mean, "mean") / 10;
            case MEAN -> positive(mean, "mean");
            case MAX -> positive(Arrays.stream(outcome).max().orElseThrow(), "maximum");
            case NONE -> 1;
        };
    }

    private double positive(double value, String what) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("the outcome's " + what + " is " + value + "; scale '" + label()
                    + "' needs it above 0, '" + NONE.label() + "' does not");
        }
        return value;
    }
}
