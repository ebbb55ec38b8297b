package io.leaven.causal.uplift;

import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.feature.StateFeature;
import java.util.List;

/** Turns experiment records into {@link ExperimentData}: one column for each of some state features. */
public final class ExperimentRows {

    /** The arm without a message. */
    public static final String CONTROL = "none";

    private final List<StateFeature> features;
    private final ExperimentData.Builder rows;
    private final double[] row;

    /** @param features such as {@link StateFeature#PAPER} */
    public ExperimentRows(List<StateFeature> features) {
        this.features = List.copyOf(features);
        this.rows = new ExperimentData.Builder(
                features.stream().map(StateFeature::label).toList(), CONTROL);
        this.row = new double[features.size()];
    }

    /**
     * Adds a record.
     *
     * @throws IllegalArgumentException saying what is wrong, if the record cannot be a row
     */
    public void add(ExperimentOutcome outcome) {
        if (outcome.getCustomerId().isBlank()) {
            throw new IllegalArgumentException("the customer has no id");
        }
        if (outcome.getArm().isBlank()) {
            throw new IllegalArgumentException("the arm has no name");
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = features.get(i).of(outcome.getState());
            if (!Double.isFinite(row[i])) {
                throw new IllegalArgumentException(features.get(i).label() + " is " + row[i]);
            }
        }
        rows.add(outcome.getCustomerId(), outcome.getArm(), row, outcome.getOutcome());
    }

    public int size() {
        return rows.rows();
    }

    public ExperimentData build() {
        return rows.build();
    }
}
