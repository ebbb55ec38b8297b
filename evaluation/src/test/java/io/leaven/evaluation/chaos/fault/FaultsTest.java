package io.leaven.evaluation.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void everyFaultComesOnceBeforeAnyComesAgainAndTheSeedSaysInWhichOrder() {
        List<Fault> all = Faults.all();
        List<Fault> drawn = Faults.drawn(60, 3);

        assertThat(drawn).hasSize(60).isEqualTo(Faults.drawn(60, 3)).isNotEqualTo(Faults.drawn(60, 4));
        assertThat(drawn.subList(0, all.size())).containsExactlyInAnyOrderElementsOf(all);
        assertThat(all).extracting(Fault::label).doesNotHaveDuplicates();
    }
}
