package io.leaven.trainer.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.Transitions;
import io.leaven.trainer.evaluation.HeldOut;
import io.leaven.trainer.evaluation.LoggedCustomers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HeldOutLogTest {

    private static HeldOutLog log(double share, int customers, int steps) {
        return new HeldOutLog(new HeldOut(1, share), StateFeature.PAPER, 10, customers, steps);
    }

    @Test
    void keepsAllStepsOfItsShareOfCustomers() {
        HeldOutLog log = log(.2, 1_000, 100);
        Set<String> kept = new TreeSet<>();
        Set<String> left = new TreeSet<>();
        for (Transition transition : GateWorld.log(2_000, 1)) {
            (log.keeps(transition) ? kept : left).add(transition.getCustomerId());
        }
        LoggedCustomers customers = log.log().orElseThrow();

        // 400 expected, standard deviation 18 of the binomial
        assertThat(kept).hasSizeBetween(330, 470).doesNotContainAnyElementsOf(left);
        assertThat(customers.customers()).isEqualTo(kept.size()).isEqualTo(log.customers());
        assertThat(customers.steps()).isEqualTo(GateWorld.STEPS * kept.size());
        assertThat(customers.longest()).isEqualTo(GateWorld.STEPS);
    }

    @Test
    void neverKeepsMoreCustomersThanItMayWhoeverComesFirst() {
        List<Transition> transitions = GateWorld.log(2_000, 1).subList(0, 2_000);
        Set<String> before = keptAtLast(transitions);
        List<Transition> shuffled = new ArrayList<>(transitions);
        Collections.shuffle(shuffled, new Random(5));

        assertThat(before).hasSize(50).isEqualTo(keptAtLast(shuffled));
    }

    /** Who is held out once all have come. */
    private static Set<String> keptAtLast(List<Transition> firstSteps) {
        HeldOutLog log = log(.5, 50, 10);
        firstSteps.forEach(log::keeps);
        assertThat(log.customers()).isEqualTo(50);
        Set<String> kept = new TreeSet<>();
        for (Transition first : firstSteps) {
            if (log.keeps(first)) {
                kept.add(first.getCustomerId());
            }
        }
        return kept;
    }

    @Test
    void keepsTheNewestSteps() {
        HeldOutLog log = log(.999999, 10, 3);
        for (int step = 1; step <= 8; step++) {
            log.keeps(Transitions.of("c1", step, Tier.NONE, 0, step, Tier.NONE, false));
        }

        assertThat(log.log().orElseThrow().steps()).isEqualTo(3);
    }

    @Test
    void aCustomerBeginsAnewAfterAGap() {
        HeldOutLog log = log(.999999, 10, 100);
        for (int step : new int[] {1, 2, 3, 5, 6}) {
            log.keeps(Transitions.of("c1", step, Tier.NONE, 0, 1, Tier.NONE, false));
        }

        assertThat(log.log().orElseThrow().steps()).isEqualTo(2);
    }
}
