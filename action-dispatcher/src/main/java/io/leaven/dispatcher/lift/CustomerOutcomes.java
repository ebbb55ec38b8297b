package io.leaven.dispatcher.lift;

import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row of numbers for each customer of the agent and of the holdout: its first steps since the agent began, by intention to
 * treat. A customer is the agent's if the agent ever decided for it, and counts once, when it has so many steps; so
 * customers are independent of each other, whatever one's own steps have in common.
 */
public final class CustomerOutcomes {

    private final Instant since;
    private final int steps;
    private final Map<String, Row> rows = new HashMap<>();

    /**
     * @param since steps that closed before are left out
     * @param steps that a customer's numbers are taken over, 1 or more
     */
    public CustomerOutcomes(Instant since, int steps) {
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
    public record Outcome(boolean ofAgent, Instant completeAt, double revenue, double purchases, double tier) {}

    private static final class Row {
        private boolean ofAgent;
        private boolean held;
        private int steps;
        private double revenue;
        private int purchases;
        private int tier;
        private Instant completeAt;
    }

    /**
     * Takes a step; a customer's come in order.
     *
     * @return the customer's numbers, if it has all its steps by this one
     */
    public Optional<Outcome> add(Transition step) {
        if (step.getEventTime().isBefore(since)) {
            return Optional.empty();
        }
        Row row = rows.computeIfAbsent(step.getCustomerId(), any -> new Row());
        row.ofAgent |= step.getGroup() == DecisionGroup.AGENT;
        row.held |= step.getGroup() == DecisionGroup.HOLDOUT;
        if (row.steps == steps) {
            return Optional.empty();
        }
        row.steps++;
        row.revenue += step.getReward().getTicket();
        row.purchases += step.getPurchased() ? 1 : 0;
        row.tier = step.getNextState().getTier().ordinal();
        row.completeAt = step.getEventTime();
        return outcome(row);
    }

    /** Customers who have all their steps, in the order in which they had. */
    public List<Outcome> complete() {
        List<Outcome> complete = new ArrayList<>();
        for (Row row : rows.values()) {
            outcome(row).ifPresent(complete::add);
        }
        complete.sort(Comparator.comparing(Outcome::completeAt));
        return complete;
    }

    /** How many customers have a row, complete or not. */
    public int customers() {
        return rows.size();
    }

    private Optional<Outcome> outcome(Row row) {
        return row.steps == steps && row.ofAgent != row.held
                ? Optional.of(new Outcome(
                        row.ofAgent, row.completeAt, row.revenue / steps, (double) row.purchases / steps, row.tier))
                : Optional.empty();
    }
}
