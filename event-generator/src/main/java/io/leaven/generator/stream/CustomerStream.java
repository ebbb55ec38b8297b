package io.leaven.generator.stream;

import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CohortSummary;
import io.leaven.generator.world.CohortTally;
import io.leaven.generator.world.LivingCohort;
import io.leaven.generator.world.World;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.Tier;
import java.time.Clock;
import java.time.Instant;

/**
 * Simulated customers and the events that they give rise to, whoever decides for them: {@link LogStream} or
 * {@link LoopStream}. Steps of the stream count from 1; the world's time of step s is s - 1. About 70 bytes a customer. Not
 * thread-safe.
 */
final class CustomerStream {

    private final World world;
    private final LivingCohort customers;
    private final CohortTally tally;
    private final CustomerIds ids;
    private final int steps;
    private final Clock clock;
    private final long[] closedAt;

    CustomerStream(CustomerPlan plan, Clock clock) {
        this.world = new World(plan.world(), plan.seed());
        this.customers = world.begin(Cohort.draw(plan.world(), plan.customers(), plan.seed()));
        this.tally = new CohortTally(customers);
        this.ids = new CustomerIds(plan.prefix(), plan.customers());
        this.steps = plan.steps();
        this.clock = clock;
        this.closedAt = new long[plan.customers()];
    }

    int size() {
        return customers.size();
    }

    int steps() {
        return steps;
    }

    CustomerIds ids() {
        return ids;
    }

    World world() {
        return world;
    }

    Tier tier(int customer) {
        return customers.tierOf(customer);
    }

    /** When the customer's last step closed. */
    Instant closedAt(int customer) {
        return Instant.ofEpochMilli(closedAt[customer]);
    }

    CustomerEvent enrol(int customer, NextStep next) {
        return event(customer, 0, false, 0, next);
    }

    /**
     * Lets a customer live one step.
     *
     * @param step of the stream, 1 or more
     * @param action index in the world's actions
     * @param next who decides the step after; of no effect on the last
     */
    CustomerEvent live(int customer, int step, int action, NextStep next) {
        world.step(customers, customer, step - 1, action);
        tally.add(customer, action);
        return event(
                customer,
                step,
                customers.purchased(customer),
                customers.ticket(customer),
                step == steps ? NextStep.END : next);
    }

    CohortSummary summary() {
        return tally.summary(steps);
    }

    private CustomerEvent event(int customer, int step, boolean purchased, double ticket, NextStep next) {
        closedAt[customer] = clock.millis();
        Cohort cohort = customers.cohort();
        return new CustomerEvent(
                ids.id(customer),
                step,
                closedAt(customer),
                new CustomerAttributes(cohort.age(customer), cohort.gender(customer), cohort.distance(customer)),
                customers.tierOf(customer),
                purchased,
                ticket,
                next);
    }
}
