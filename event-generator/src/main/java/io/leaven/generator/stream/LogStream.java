package io.leaven.generator.stream;

import io.leaven.generator.world.ActionSpace;
import io.leaven.generator.world.CohortSummary;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Decision;
import io.leaven.schemas.NextStep;
import java.time.Clock;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Customers under a logging policy: what a recorded log looks like. First every customer enrols, then all live step 1, then
 * step 2, up to the last: one customer and step at a time, so that memory does not depend on the number of steps. Not
 * thread-safe.
 */
public final class LogStream implements Iterator<LogStream.Entry> {

    private final CustomerStream customers;
    private final LoggingPolicy policy;
    private final int[] worldActions;
    private int step;
    private int customer;

    /**
     * One step of one customer.
     *
     * @param decision the policy's, to be written before the event; empty at enrolment
     */
    public record Entry(Optional<Decision> decision, CustomerEvent event) {}

    /** @throws io.leaven.app.UserError if the policy's catalogue has an action that the world does not know */
    public LogStream(CustomerPlan plan, LoggingPolicy policy, Clock clock) {
        this.customers = new CustomerStream(plan, clock);
        this.policy = policy;
        ActionSpace space = customers.world().response().actions();
        this.worldActions = policy.catalogue().actions().stream()
                .mapToInt(action -> space.index(action.channel(), action.promotion()))
                .toArray();
    }

    @Override
    public boolean hasNext() {
        return step <= customers.steps();
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException("every customer has lived its last step");
        }
        Entry entry =
                step == 0 ? new Entry(Optional.empty(), customers.enrol(customer, NextStep.DECIDED_ELSEWHERE)) : live();
        customer++;
        if (customer == customers.size()) {
            customer = 0;
            step++;
        }
        return entry;
    }

    /** What has become of the customers so far. */
    public CohortSummary summary() {
        return customers.summary();
    }

    private Entry live() {
        Decision decision = policy.decide(
                customer, customers.ids().id(customer), step, customers.tier(customer), customers.closedAt(customer));
        CustomerEvent event =
                customers.live(customer, step, worldActions[decision.getAction()], NextStep.DECIDED_ELSEWHERE);
        return new Entry(Optional.of(decision), event);
    }
}
