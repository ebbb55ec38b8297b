package io.leaven.evaluation.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepSetTest {

    @Test
    void saysWhatAPlainSetSays() {
        long seed = 11;
        Random random = new Random(seed);
        StepSet ones = new StepSet();
        StepSet others = new StepSet();
        Set<CustomerStep> plainOnes = new HashSet<>();
        Set<CustomerStep> plainOthers = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            CustomerStep step = new CustomerStep(random.nextInt(3_000), random.nextInt(StepSet.MOST_STEPS));
            boolean one = random.nextBoolean();
            assertThat((one ? ones : others).add(step)).isEqualTo((one ? plainOnes : plainOthers).add(step));
        }

        assertThat(ones.size()).isEqualTo(plainOnes.size());
        plainOnes.removeAll(plainOthers);
        assertThat(ones.countWithout(others)).isEqualTo(plainOnes.size());
        assertThat(ones.without(others, Integer.MAX_VALUE)).containsExactlyInAnyOrderElementsOf(plainOnes);
        assertThat(ones.without(others, 5)).hasSize(5);
    }

    @Test
    void idsAreReadAsTheyAreWritten() {
        CustomerStep step = new CustomerStep(12, 3);
        assertThat(CustomerStep.ofId(step.toString())).isEqualTo(step).hasToString("fleet-12:3");
        assertThatThrownBy(() -> CustomerStep.ofId("c7:3")).hasMessageContaining("c7:3");
        assertThatThrownBy(() -> new StepSet().add(new CustomerStep(0, 64))).hasMessageContaining("fleet-0:64");
    }
}
