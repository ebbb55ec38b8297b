package io.leaven.trainer.evaluation;

/**
 * What a policy would do in every logged state: its probabilities, asked for once and then shared by all estimators. Safe for
 * use by several threads.
 */
public final class PolicyOnLog {

    private static final double ROUNDING = 1e-6;

    private final LoggedCustomers log;
    private final double[] probabilities;

    /**
     * Asks the policy about every state of the log.
     *
     * @throws IllegalArgumentException if it gives a masked action a chance, or probabilities that do not sum to 1
     */
    public PolicyOnLog(LoggedCustomers log, TargetPolicy policy) {
        this.log = log;
        this.probabilities = policy.probabilities(log.states(), log.masks(), log.actions());
        if (probabilities.length != log.rows() * log.actions()) {
            throw new IllegalArgumentException("the policy gave " + probabilities.length + " probabilities for "
                    + log.rows() + " states of " + log.actions() + " actions");
        }
        for (int row = 0; row < log.rows(); row++) {
            check(row);
        }
    }

    private void check(int row) {
        double sum = 0;
        for (int action = 0; action < log.actions(); action++) {
            double chance = chance(row, action);
            if (!(chance >= 0) || chance > 0 && (log.masks()[row] >>> action & 1) == 0) {
                throw new IllegalArgumentException("the policy gives action " + action + " in state " + row
                        + " a chance of " + chance + (chance > 0 ? ", but it is masked" : ""));
            }
            sum += chance;
        }
        if (Math.abs(sum - 1) > ROUNDING) {
            throw new IllegalArgumentException("the policy's probabilities in state " + row + " sum to " + sum);
        }
    }

    public LoggedCustomers log() {
        return log;
    }

    /** pi(action | state of that row). */
    double chance(int row, int action) {
        return probabilities[row * log.actions() + action];
    }

    /** V(state of that row) = sum over a of pi(a | s) Q(s, a). */
    double value(double[] qValues, int row) {
        double value = 0;
        for (int i = row * log.actions(); i < (row + 1) * log.actions(); i++) {
            if (probabilities[i] > 0) {
                value += probabilities[i] * qValues[i];
            }
        }
        return value;
    }
}
