package io.leaven.causal.mmm;

/** The range of a parameter and the map onto it from the whole real line. */
public enum Support {
    /** Every number: x = z. */
    REAL("any number") {
        @Override
        double constrain(double z) {
            return z;
        }

        @Override
        double slope(double z) {
            return 1;
        }

        @Override
        double unconstrain(double x) {
            return x;
        }
    },

    /** Above 0: x = exp(z). */
    POSITIVE("above 0") {
        @Override
        double constrain(double z) {
            return Math.exp(z);
        }

        @Override
        double slope(double z) {
            return Math.exp(z);
        }

        @Override
        double unconstrain(double x) {
            return Math.log(x);
        }
    },

    /** Between 0 and 1: x = 1/(1 + exp(-z)). */
    UNIT("between 0 and 1") {
        @Override
        double constrain(double z) {
            return sigmoid(z);
        }

        @Override
        double slope(double z) {
            return sigmoid(z) * sigmoid(-z);
        }

        @Override
        double unconstrain(double x) {
            return Math.log(x) - Math.log1p(-x);
        }
    };

    private final String words;

    Support(String words) {
        this.words = words;
    }

    abstract double constrain(double z);

    abstract double slope(double z);

    abstract double unconstrain(double x);

    /** log x(z), exact where x itself would round to 0; NaN where x may be negative. */
    double logOf(double z) {
        return this == POSITIVE ? z : this == UNIT ? logSigmoid(z) : Double.NaN;
    }

    /** d log x / dz. */
    double logSlope(double z) {
        return this == POSITIVE ? 1 : this == UNIT ? sigmoid(-z) : Double.NaN;
    }

    /** Such as {@code between 0 and 1}. */
    String words() {
        return words;
    }

    /** 1/(1 + exp(-z)), exact to the last digits on both sides. */
    static double sigmoid(double z) {
        double e = Math.exp(-Math.abs(z));
        return (z >= 0 ? 1 : e) / (1 + e);
    }

    /** log(1/(1 + exp(-z))) without overflow. */
    static double logSigmoid(double z) {
        return Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
    }
}
