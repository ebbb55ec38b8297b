package io.leaven.causal.uplift;

import io.leaven.causal.uplift.ArmBalance.FeatureBalance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/** Compares the features of an arm's rows with those of control's. */
final class BalanceCheck {

    /** Directions of less variance than this share of the largest are sums of others, such as flags that add up to 1. */
    private static final double SINGULAR = 1e-9;

    private final ExperimentData data;
    private final int[] rows;
    private final boolean[] treated;

    /**
     * @param rows of the arm and of control
     * @param treated which of these are of the arm
     */
    BalanceCheck(ExperimentData data, int[] rows, boolean[] treated) {
        this.data = data;
        this.rows = rows;
        this.treated = treated;
    }

    /** By feature, the widest gap first. */
    List<FeatureBalance> features() {
        List<FeatureBalance> features = new ArrayList<>();
        for (int column = 0; column < data.features().size(); column++) {
            String name = data.features().get(column);
            StreamingStatistics[] values = {new StreamingStatistics(), new StreamingStatistics()};
            StreamingStatistics[] missing = {new StreamingStatistics(), new StreamingStatistics()};
            boolean any = false;
            for (int i = 0; i < rows.length; i++) {
                double value = data.value(rows[i], column);
                int side = treated[i] ? 1 : 0;
                missing[side].addValue(Double.isNaN(value) ? 1 : 0);
                if (Double.isNaN(value)) {
                    any = true;
                } else {
                    values[side].addValue(value);
                }
            }
            features.add(balance(name, values[1], values[0]));
            if (any) {
                features.add(balance(name + " is missing", missing[1], missing[0]));
            }
        }
        features.sort(Comparator.comparingDouble((FeatureBalance feature) -> -Math.abs(feature.smd()))
                .thenComparing(FeatureBalance::feature));
        return features;
    }

    private static FeatureBalance balance(String name, StreamingStatistics t, StreamingStatistics c) {
        double gap = t.getMean() - c.getMean();
        double spread = Math.sqrt((t.getVariance() + c.getVariance()) / 2);
        double error = Math.sqrt(t.getVariance() / t.getN() + c.getVariance() / c.getN());
        boolean none = t.getN() == 0 || c.getN() == 0;
        return new FeatureBalance(
                name,
                t.getMean(),
                c.getMean(),
                none || gap == 0 ? 0 : gap / spread,
                none || gap == 0 ? 0 : gap / error);
    }

    /**
     * Hansen and Bowers' d^2 = (n_t n_c / n) g' S^+ g with the gaps g of the means and the pooled covariance S: chi squared, with as
     * many degrees of freedom as S has rank. Missing values count as the mean.
     */
    double pValueOfMeans() {
        int columns = data.features().size();
        double[] mean = new double[columns];
        for (int column = 0; column < columns; column++) {
            int at = column;
            mean[column] = Arrays.stream(rows)
                    .mapToDouble(row -> data.value(row, at))
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(0);
        }
        double[] x = new double[columns];
        double[][] sum = new double[2][columns];
        double[][] products = new double[columns][columns];
        int[] count = new int[2];
        for (int i = 0; i < rows.length; i++) {
            int side = treated[i] ? 1 : 0;
            count[side]++;
            for (int column = 0; column < columns; column++) {
                double value = data.value(rows[i], column) - mean[column];
                x[column] = Double.isNaN(value) ? 0 : value;
                sum[side][column] += x[column];
            }
            for (int a = 0; a < columns; a++) {
                for (int b = 0; b <= a; b++) {
                    products[a][b] += x[a] * x[b];
                }
            }
        }
        return pValue(sum, products, count);
    }

    private double pValue(double[][] sum, double[][] products, int[] count) {
        int columns = products.length;
        double[] sd = new double[columns];
        for (int a = 0; a < columns; a++) {
            sd[a] = Math.sqrt(products[a][a] / rows.length);
            sd[a] = sd[a] > 0 ? sd[a] : 1;
        }
        RealMatrix correlation = MatrixUtils.createRealMatrix(columns, columns);
        RealVector gap = MatrixUtils.createRealVector(new double[columns]);
        for (int a = 0; a < columns; a++) {
            gap.setEntry(a, (sum[1][a] / count[1] - sum[0][a] / count[0]) / sd[a]);
            for (int b = 0; b <= a; b++) {
                double value = products[a][b] / rows.length / sd[a] / sd[b];
                correlation.setEntry(a, b, value);
                correlation.setEntry(b, a, value);
            }
        }
        EigenDecompositionSymmetric eigen = new EigenDecompositionSymmetric(correlation);
        double largest = Arrays.stream(eigen.getEigenvalues()).max().orElseThrow();
        double distance = 0;
        int rank = 0;
        for (int i = 0; i < columns; i++) {
            double variance = eigen.getEigenvalue(i);
            if (variance > SINGULAR * largest) {
                double along = eigen.getEigenvector(i).dotProduct(gap);
                distance += along * along / variance;
                rank++;
            }
        }
        double statistic = distance * count[0] * count[1] / rows.length;
        return rank == 0 ? 1 : 1 - new ChiSquaredDistribution(rank).cumulativeProbability(statistic);
    }

    /** Whether propensities learned elsewhere are higher among the treated: Welch's test on their log odds. */
    static double pValueOfPropensity(double[] propensities, boolean[] treated) {
        StreamingStatistics t = new StreamingStatistics();
        StreamingStatistics c = new StreamingStatistics();
        for (int i = 0; i < propensities.length; i++) {
            (treated[i] ? t : c).addValue(Math.log(propensities[i] / (1 - propensities[i])));
        }
        double gap = t.getMean() - c.getMean();
        double error = Math.sqrt(t.getVariance() / t.getN() + c.getVariance() / c.getN());
        // Trees that found nothing give one and the same propensity to all, up to rounding.
        return error < 1e-9 ? 1 : StandardNormal.twoSided(gap / error);
    }
}
