package io.leaven.control.lift;

import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of numbers for each customer of the agent and of the holdout: its first steps since the agent began, by intention to
 * treat. A customer is the agent's if the agent ever decided for it, and counts once, when it has so many steps; so
 * customers are independent of each other, whatever one's own steps have in common.
 */
final class CustomerOutcomes {

    private final Instant since;
    private final int steps;
    private final Map<String, Row> rows = new HashMap<>();

    /**
     * @param since steps that closed before are left out
     * @param steps that a customer's numbers are taken over, 1 or more
     */
    CustomerOutcomes(Instant since, int steps) {
        this.since = since;
        this.steps = steps;
    }

    /**
     * A customer's numbers.
     *
     * @param revenue dollars a step
     * @param purchases a step
     * @param tier at the end, 0 none to 3 gold
     */
    record Outcome(boolean ofAgent, Instant completeAt, double revenue, double purchases, double tier) {}

    private static final class Row {
        private boolean ofAgent;
        private boolean held;
        private int steps;
        private double revenue;
        private int purchases;
        private int tier;
        private Instant completeAt;
    }

    /** Takes a step; a customer's come in order. */
    void add(Transition step) {
        if (step.getEventTime().isBefore(since)) {
            return;
        }
        Row row = rows.computeIfAbsent(step.getCustomerId(), any -> new Row());
        row.ofAgent |= step.getGroup() == DecisionGroup.AGENT;
        row.held |= step.getGroup() == DecisionGroup.HOLDOUT;
        if (row.steps == steps) {
            return;
        }
        row.steps++;
        row.revenue += step.getReward().getTicket();
        row.purchases += step.getPurchased() ? 1 : 0;
        row.tier = step.getNextState().getTier().ordinal();
        row.completeAt = step.getEventTime();
    }

    /** Customers who have all their steps, in the order in which they had. */
    List<Outcome> complete() {
        List<Outcome> complete = new ArrayList<>();
        for (Row row : rows.values()) {
            if (row.steps == steps && row.ofAgent != row.held) {
                complete.add(new Outcome(
                        row.ofAgent, row.completeAt, row.revenue / steps, (double) row.purchases / steps, row.tier));
            }
        }
        complete.sort(Comparator.comparing(Outcome::completeAt));
        return complete;
    }
}
