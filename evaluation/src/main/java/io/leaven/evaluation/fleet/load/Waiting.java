package io.leaven.evaluation.fleet.load;

import io.leaven.evaluation.fleet.audit.CustomerStep;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Steps that may end, taken out in random order: after an outage the customers of one partition become ready together, and in order of
 * arrival they would come together for ever after. Safe for use by several threads.
 */
final class Waiting {

    private final List<CustomerStep> steps = new ArrayList<>();
    private final SplittableRandom random;

    Waiting(long seed) {
        this.random = new SplittableRandom(seed);
    }

    synchronized void add(CustomerStep step) {
        steps.add(step);
    }

    /** Any of them; null if there is none. */
    synchronized CustomerStep poll() {
        if (steps.isEmpty()) {
            return null;
        }
        int last = steps.size() - 1;
        int drawn = random.nextInt(steps.size());
        CustomerStep step = steps.set(drawn, steps.get(last));
        steps.remove(last);
        return step;
    }
}
