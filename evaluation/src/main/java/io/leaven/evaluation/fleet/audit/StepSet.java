package io.leaven.evaluation.fleet.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Steps of customers, both counted from 0: one bit each. Not safe for use by several threads. */
final class StepSet {

    /** Steps that a customer can have. */
    static final int MOST_STEPS = Long.SIZE;

    private long[] steps;
    private long size;

    StepSet() {
        this(new long[1_024], 0);
    }

    private StepSet(long[] steps, long size) {
        this.steps = steps;
        this.size = size;
    }

    /** Whether it was not there before. */
    boolean add(CustomerStep step) {
        if (step.step() >= MOST_STEPS) {
            throw new IllegalArgumentException("step " + step + " is not below " + MOST_STEPS);
        }
        if (step.customer() >= steps.length) {
            steps = Arrays.copyOf(steps, Math.max(step.customer() + 1, 2 * steps.length));
        }
        long bit = 1L << step.step();
        boolean added = (steps[step.customer()] & bit) == 0;
        steps[step.customer()] |= bit;
        size += added ? 1 : 0;
        return added;
    }

    boolean contains(CustomerStep step) {
        return (of(step.customer()) & 1L << step.step()) != 0;
    }

    long size() {
        return size;
    }

    StepSet copy() {
        return new StepSet(steps.clone(), size);
    }

    /** How many of these are not among the others. */
    long countWithout(StepSet others) {
        long count = 0;
        for (int customer = 0; customer < steps.length; customer++) {
            count += Long.bitCount(steps[customer] & ~others.of(customer));
        }
        return count;
    }

    /** Those that are not among the others, by customer and step, at most so many. */
    List<CustomerStep> without(StepSet others, int most) {
        List<CustomerStep> found = new ArrayList<>();
        for (int customer = 0; customer < steps.length && found.size() < most; customer++) {
            for (long left = steps[customer] & ~others.of(customer);
                    left != 0 && found.size() < most;
                    left &= left - 1) {
                found.add(new CustomerStep(customer, Long.numberOfTrailingZeros(left)));
            }
        }
        return found;
    }

    private long of(int customer) {
        return customer < steps.length ? steps[customer] : 0;
    }
}
