package io.leaven.causal.uplift;

import java.util.stream.Stream;

/** How an arm's effect follows from trees. The three forms serve all learners. */
public sealed interface ArmEffect {

    double of(double[] row);

    double[] of(BatchScores rows);

    /** All trees that take part. */
    Stream<ArmModel> parts();

    /** T- and S-learner: mu_arm(x) - mu_control(x). */
    record Difference(ArmModel treated, ArmModel control) implements ArmEffect {

        @Override
        public double of(double[] row) {
            return treated.expected(row) - control.expected(row);
        }

        @Override
        public double[] of(BatchScores rows) {
            double[] with = rows.of(treated);
            double[] without = rows.of(control);
            double[] effects = new double[with.length];
            for (int row = 0; row < effects.length; row++) {
                effects[row] = with[row] - without[row];
            }
            return effects;
        }

        @Override
        public Stream<ArmModel> parts() {
            return Stream.of(treated, control);
        }
    }

    /** X-learner: e(x) tau_control(x) + (1 - e(x)) tau_treated(x), with e the share of the arm among arm and control. */
    record Blend(ArmModel fromTreated, ArmModel fromControl, ArmModel propensity) implements ArmEffect {

        @Override
        public double of(double[] row) {
            return blend(propensity.expected(row), fromControl.expected(row), fromTreated.expected(row));
        }

        @Override
        public double[] of(BatchScores rows) {
            double[] e = rows.of(propensity);
            double[] control = rows.of(fromControl);
            double[] treated = rows.of(fromTreated);
            double[] effects = new double[e.length];
            for (int row = 0; row < effects.length; row++) {
                effects[row] = blend(e[row], control[row], treated[row]);
            }
            return effects;
        }

        private static double blend(double e, double control, double treated) {
            return e * control + (1 - e) * treated;
        }

        @Override
        public Stream<ArmModel> parts() {
            return Stream.of(fromTreated, fromControl, propensity);
        }
    }

    /** DR-learner: the effect itself was what the trees were grown on. */
    record Direct(ArmModel effect) implements ArmEffect {

        @Override
        public double of(double[] row) {
            return effect.expected(row);
        }

        @Override
        public double[] of(BatchScores rows) {
            return rows.of(effect).clone();
        }

        @Override
        public Stream<ArmModel> parts() {
            return Stream.of(effect);
        }
    }
}
