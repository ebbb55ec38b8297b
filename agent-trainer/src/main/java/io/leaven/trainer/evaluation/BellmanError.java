package io.leaven.trainer.evaluation;

/** How far a Q-function is off at one logged step: r + gamma V(s') - Q(s, a), with V = 0 after a terminal step. */
final class BellmanError {

    private BellmanError() {}

    /**
     * The error at a customer's step.
     *
     * @param qValues by row of the log, rows x actions
     * @param t the customer's step, from 0
     */
    static double of(PolicyOnLog policy, double[] qValues, double gamma, int customer, int t) {
        LoggedCustomers log = policy.log();
        int step = log.firstStep(customer) + t;
        int row = log.firstRow(customer) + t;
        double error = log.reward(step) - qValues[row * log.actions() + log.action(step)];
        boolean isLast = t + 1 == log.length(customer);
        return isLast && log.isTerminal(customer)
                ? error
                : error + log.discountOf(step, gamma) * policy.value(qValues, row + 1);
    }
}
