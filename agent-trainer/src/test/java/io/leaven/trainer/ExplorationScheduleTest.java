package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExplorationScheduleTest {

    @Test
    void thePapersFallsFromOneToOnePercent() {
        ExplorationSchedule paper = ExplorationSchedule.paper();
        assertThat(paper.epsilon(0)).isEqualTo(1);
        assertThat(paper.epsilon(1)).isEqualTo(.995);
        // .995^138 = .5007, ln(.01)/ln(.995) = 918.7
        assertThat(paper.epsilon(138)).isCloseTo(.5007, within(1e-4));
        assertThat(paper.epsilon(918)).isGreaterThan(.01);
        assertThat(paper.epsilon(919)).isEqualTo(.01);
        assertThat(paper.epsilon(1_000_000)).isEqualTo(.01);
    }

    @Test
    void refusesWhatIsNoProbability() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ExplorationSchedule(1.1, 0, .9));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExplorationSchedule(.1, .2, .9));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExplorationSchedule(1, 0, 1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExplorationSchedule(1, 0, 0));
    }
}
