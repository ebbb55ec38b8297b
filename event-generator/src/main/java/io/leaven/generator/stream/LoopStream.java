package io.leaven.generator.stream;

import io.leaven.generator.world.CohortSummary;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Decision;
import io.leaven.schemas.NextStep;
import java.time.Clock;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Customers that live by decisions made elsewhere. All enrol; then each lives a step whenever the decision for its next step
 * arrives, in whatever order customers are answered. What happens to a customer depends on the seed and its decisions alone:
 * the same decisions again bring the same events again. Not thread-safe.
 */
public final class LoopStream {

    private static final int NOT_ENROLLED = -1;

    private final CustomerStream customers;
    private final int[] closed;
    private int enrolled;
    private int finished;
    private long answered;
    private long repeated;
    private long ahead;
    private long foreign;

    public LoopStream(CustomerPlan plan, Clock clock) {
        this.customers = new CustomerStream(plan, clock);
        this.closed = new int[plan.customers()];
        Arrays.fill(closed, NOT_ENROLLED);
    }

    /** Whether there are customers that have not enrolled yet. */
    public boolean hasNextEnrolment() {
        return enrolled < customers.size();
    }

    /** Enrols the next customer. */
    public CustomerEvent enrolNext() {
        if (!hasNextEnrolment()) {
            throw new NoSuchElementException("every customer has enrolled");
        }
        int customer = enrolled++;
        closed[customer] = 0;
        return customers.enrol(customer, NextStep.DECIDE);
    }

    /** Whether the id is one of these customers. */
    public boolean knows(String customerId) {
        return customers.ids().customer(customerId).isPresent();
    }

    /**
     * Takes in a decision.
     *
     * @return what came of it; empty if it is not for the next step of one of these customers, which is counted
     * @throws io.leaven.app.UserError if it names a channel or promotion that the world does not know
     */
    public Optional<CustomerEvent> accept(Decision decision) {
        OptionalInt known = customers.ids().customer(decision.getCustomerId());
        if (known.isEmpty()) {
            foreign++;
            return Optional.empty();
        }
        int customer = known.getAsInt();
        int step = decision.getStep();
        if (step <= closed[customer]) {
            repeated++;
            return Optional.empty();
        }
        if (closed[customer] == NOT_ENROLLED || step > closed[customer] + 1 || step > customers.steps()) {
            ahead++;
            return Optional.empty();
        }
        int action = customers.world().response().actions().index(decision.getChannel(), decision.getPromotion());
        closed[customer] = step;
        answered++;
        if (step == customers.steps()) {
            finished++;
        }
        return Optional.of(customers.live(customer, step, action, NextStep.DECIDE));
    }

    /** Whether every customer has lived its last step. */
    public boolean isFinished() {
        return finished == customers.size();
    }

    /** Customers that wait for a decision. */
    public int waiting() {
        return enrolled - finished;
    }

    /** Decisions that moved a customer on. */
    public long answered() {
        return answered;
    }

    /** Decisions for a step that was over. */
    public long repeated() {
        return repeated;
    }

    /** Decisions for a step that cannot come next. */
    public long ahead() {
        return ahead;
    }

    /** Decisions for customers that are not these. */
    public long foreign() {
        return foreign;
    }

    /** What has become of the customers so far. */
    public CohortSummary summary() {
        return customers.summary();
    }
}
