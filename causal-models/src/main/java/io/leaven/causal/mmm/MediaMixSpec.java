package io.leaven.causal.mmm;

import java.util.List;

/**
 * Which media mix model is meant.
 *
 * @param adstock how effects carry over
 * @param outcomeScale what the outcome is divided by
 * @param trend whether there is a linear trend
 * @param harmonics pairs of yearly sine and cosine, 0 for no season
 * @param periodsPerYear of periods that are only numbered; dates know their year
 * @param positiveBeta whether no channel can lower the outcome: a normal prior of beta is cut off at 0
 * @param priors of all parameters, on the scaled model
 * @param liftTests experiments that the model must agree with, may be none
 */
public record MediaMixSpec(
        Adstock adstock,
        OutcomeScale outcomeScale,
        boolean trend,
        int harmonics,
        double periodsPerYear,
        boolean positiveBeta,
        MediaMixPriors priors,
        List<LiftTest> liftTests) {

    /** The paper's model: normalised geometric adstock, outcome as 10 y / mean(y), no trend, no season. */
    public static final MediaMixSpec PAPER = new Builder().build();

    public MediaMixSpec {
        if (harmonics < 0) {
            throw new IllegalArgumentException("seasonality is " + harmonics + ", it must be 0 or more");
        }
        if (!(periodsPerYear > 0)) {
            throw new IllegalArgumentException("periods per year is " + periodsPerYear + ", it must be above 0");
        }
        liftTests = List.copyOf(liftTests);
    }

    /** The prior of a channel's beta, cut off at 0 if it must be. */
    Prior beta(String channel) {
        Prior prior = priors.of("beta", channel);
        return positiveBeta && prior instanceof Priors.Normal normal
                ? new Priors.TruncatedNormal(normal.mean(), normal.sd())
                : prior;
    }

    /** Starts from {@link #PAPER}. */
    public static final class Builder {

        private Adstock adstock = Adstock.geometric();
        private OutcomeScale outcomeScale = OutcomeScale.TEN_MEAN;
        private boolean trend;
        private int harmonics;
        private double periodsPerYear = 52;
        private boolean positiveBeta;
        private MediaMixPriors priors = MediaMixPriors.PAPER;
        private List<LiftTest> liftTests = List.of();

        public Builder adstock(Adstock value) {
            adstock = value;
            return this;
        }

        public Builder outcomeScale(OutcomeScale value) {
            outcomeScale = value;
            return this;
        }

        public Builder trend(boolean value) {
            trend = value;
            return this;
        }

        public Builder harmonics(int value) {
            harmonics = value;
            return this;
        }

        public Builder periodsPerYear(double value) {
            periodsPerYear = value;
            return this;
        }

        public Builder positiveBeta(boolean value) {
            positiveBeta = value;
            return this;
        }

        public Builder priors(MediaMixPriors value) {
            priors = value;
            return this;
        }

        public Builder liftTests(List<LiftTest> value) {
            liftTests = value;
            return this;
        }

        public MediaMixSpec build() {
            return new MediaMixSpec(
                    adstock, outcomeScale, trend, harmonics, periodsPerYear, positiveBeta, priors, liftTests);
        }
    }
}
