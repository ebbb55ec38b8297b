package io.leaven.generator.world;

/** Adds up the {@link TrueObjective} of each customer over a run. Not thread-safe. */
public final class ObjectiveTally implements StepObserver {

    private final TrueObjective objective;
    private final double[] total;

    public ObjectiveTally(TrueObjective objective, int customers) {
        this.objective = objective;
        this.total = new double[customers];
    }

    @Override
    public void lived(LivingCohort customers, int step, byte[] actions) {
        for (int i = 0; i < total.length; i++) {
            total[i] += objective.realised(
                    customers.cohort().traits(i),
                    customers.tierBefore(i),
                    customers.tier(i),
                    customers.ticket(i),
                    actions[i]);
        }
    }

    /** One customer's sum so far, in dollars. */
    public double of(int customer) {
        return total[customer];
    }

    /** J: the mean over customers, in dollars. */
    public double mean() {
        double sum = 0;
        for (double each : total) {
            sum += each;
        }
        return sum / total.length;
    }
}
