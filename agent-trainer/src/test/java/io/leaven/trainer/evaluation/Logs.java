package io.leaven.trainer.evaluation;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** Changes logs for tests. */
final class Logs {

    private Logs() {}

    /** A propensity by customer and step. */
    @FunctionalInterface
    interface Chance {
        double of(int customer, int t);
    }

    /** The same log with other propensities, of some of its customers. */
    static LoggedCustomers copy(LoggedCustomers log, Chance chance, IntPredicate customers) {
        LoggedCustomers.Builder copy = LoggedCustomers.builder(log.width(), log.actions());
        for (int customer = 0; customer < log.customers(); customer++) {
            if (customers.test(customer)) {
                int row = log.firstRow(customer);
                for (int t = 0; t < log.length(customer); t++, row++) {
                    int step = log.firstStep(customer) + t;
                    copy.step(
                            state(log, row),
                            log.masks()[row],
                            log.action(step),
                            chance.of(customer, t),
                            log.reward(step),
                            1);
                }
                copy.end(state(log, row), log.masks()[row], log.isTerminal(customer));
            }
        }
        return copy.build();
    }

    private static float[] state(LoggedCustomers log, int row) {
        return Arrays.copyOfRange(log.states(), row * log.width(), (row + 1) * log.width());
    }
}
