package io.leaven.causal.uplift;

import java.util.IdentityHashMap;
import java.util.Map;

/** What models expect of a batch of rows. Each model is asked once, however many arms share it. Not safe for several threads. */
public final class BatchScores {

    private final double[] rows;
    private final int count;
    private final Map<ArmModel, double[]> scores = new IdentityHashMap<>();

    BatchScores(double[] rows, int count) {
        this.rows = rows;
        this.count = count;
    }

    double[] of(ArmModel model) {
        return scores.computeIfAbsent(model, asked -> asked.expected(rows, count));
    }
}
