package io.leaven.causal.uplift;

/**
 * Whether the order that a model puts rows in tells anything: the slope of the rows' doubly robust scores over the predicted
 * effects, by least squares with White's errors (the best linear predictor of Chernozhukov et al. 2018). 1 if predictions are
 * right on average, near 0 if they are noise, below 1 if they exaggerate.
 *
 * @param slope with its interval; NaN if all predictions are equal
 * @param topMinusBottom mean effect of the tenth with the highest predictions less that of the lowest
 */
public record Heterogeneity(Estimate slope, Estimate topMinusBottom) {

    /** Whether effects differ as predicted: the slope's interval lies above 0. */
    public boolean isUsable() {
        return slope.lower() > 0;
    }

    static Estimate slope(double[] predicted, double[] scores) {
        double mean = 0;
        double meanScore = 0;
        for (int row = 0; row < scores.length; row++) {
            mean += predicted[row] / scores.length;
            meanScore += scores[row] / scores.length;
        }
        double squares = 0;
        double products = 0;
        for (int row = 0; row < scores.length; row++) {
            double off = predicted[row] - mean;
            squares += off * off;
            products += off * (scores[row] - meanScore);
        }
        if (!(squares > 1e-20 * scores.length * Math.max(1, mean * mean))) {
            return Estimate.UNKNOWN;
        }
        double slope = products / squares;
        double meat = 0;
        for (int row = 0; row < scores.length; row++) {
            double off = predicted[row] - mean;
            double residual = scores[row] - meanScore - slope * off;
            meat += off * off * residual * residual;
        }
        return Estimate.normal(slope, Math.sqrt(meat) / squares);
    }

    /** In plain words what to do with the model. */
    public String verdict(Estimate ate) {
        if (!isUsable()) {
            return "no usable heterogeneity: the model's order of customers is not told from noise on held-out rows; "
                    + meanOnly(ate);
        }
        String size = slope.upper() < 1
                ? "; predicted differences are larger than observed ones"
                : slope.lower() > 1 ? "; predicted differences are smaller than observed ones" : "";
        return "usable heterogeneity: customers with higher predicted effects have higher effects" + size;
    }

    private static String meanOnly(Estimate ate) {
        if (ate.lower() > 0) {
            return "the mean effect is positive, so treat all or none by its cost";
        }
        return ate.upper() < 0 ? "the mean effect is negative, so treat nobody" : "nor is the mean effect told from 0";
    }
}
