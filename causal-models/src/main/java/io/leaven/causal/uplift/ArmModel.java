package io.leaven.causal.uplift;

import io.leaven.causal.boosting.TreeEnsemble;
import java.util.List;

/**
 * What one arm's outcome is expected to be: the mean over its ensembles, mu(x).
 *
 * @param name the arm
 * @param rows that it was fitted on
 * @param ensembles one or more, all of the same width
 */
public record ArmModel(String name, long rows, List<TreeEnsemble> ensembles) {

    public ArmModel {
        ensembles = List.copyOf(ensembles);
        if (ensembles.isEmpty()) {
            throw new IllegalArgumentException("arm '" + name + "' has no trees");
        }
    }

    double expected(double[] row) {
        double sum = 0;
        for (int i = 0; i < ensembles.size(); i++) {
            sum += ensembles.get(i).score(row);
        }
        return sum / ensembles.size();
    }

    double[] expected(double[] rows, int count) {
        double[] sum = new double[count];
        float[] scores = new float[count];
        for (TreeEnsemble ensemble : ensembles) {
            ensemble.score(rows, scores);
            for (int row = 0; row < count; row++) {
                sum[row] += scores[row];
            }
        }
        for (int row = 0; row < count; row++) {
            sum[row] /= ensembles.size();
        }
        return sum;
    }
}
