package io.leaven.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ActionDrawTest {

    @Test
    void hashesByTheirPublishedValues() {
        // Test vectors of FNV-1a, 64 bits, from Noll's page on FNV
        assertThat(ActionDraw.fnv1a("")).isEqualTo(0xcbf29ce484222325L);
        assertThat(ActionDraw.fnv1a("a")).isEqualTo(0xaf63dc4c8601ec8cL);
        assertThat(ActionDraw.fnv1a("foobar")).isEqualTo(0x85944171f73967e8L);
        // The first numbers of SplitMix64 from seed 0, as in the published C code
        assertThat(ActionDraw.splitMix(0)).isEqualTo(0xe220a8397b1dcdafL);
        assertThat(ActionDraw.splitMix(0x9e3779b97f4a7c15L)).isEqualTo(0x6e789e6aa1b965f4L);
    }

    @Test
    void theSameDecisionIsDrawnTheSame() {
        double[] p = {.25, .25, .25, .25};
        ActionDraw draw = new ActionDraw(1);
        for (int step = 0; step < 100; step++) {
            String id = "customer-7:" + step;
            assertThat(draw.draw(id, p)).isEqualTo(new ActionDraw(1).draw(id, p));
        }
    }

    @Test
    void actionsComeAsOftenAsTheirProbability() {
        double[] p = {.1, 0, .2, .7};
        int[] counts = new int[p.length];
        int draws = 200_000;
        ActionDraw draw = new ActionDraw(42);
        for (int i = 0; i < draws; i++) {
            counts[draw.draw("c" + i / 50 + ":" + i % 50, p)]++;
        }
        assertThat(counts[1]).isZero();
        for (int action = 0; action < p.length; action++) {
            double sd = Math.sqrt(p[action] * (1 - p[action]) / draws);
            assertThat((double) counts[action] / draws).isCloseTo(p[action], within(4 * sd));
        }
    }

    @Test
    void neighbouringStepsAndSeedsAreUnrelated() {
        int pairs = 100_000;
        double steps = 0;
        double seeds = 0;
        for (int i = 0; i < pairs; i++) {
            double u = new ActionDraw(3).uniform("c:" + i) - .5;
            steps += u * (new ActionDraw(3).uniform("c:" + (i + 1)) - .5);
            seeds += u * (new ActionDraw(4).uniform("c:" + i) - .5);
        }
        // the product of two independent centred uniforms has standard deviation 1/12
        double bound = 4.0 / 12 / Math.sqrt(pairs);
        assertThat(steps / pairs).isCloseTo(0, within(bound));
        assertThat(seeds / pairs).isCloseTo(0, within(bound));
    }

    @Test
    void aSureActionIsAlwaysDrawn() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(new ActionDraw(i).draw("x", new double[] {0, 0, 1, 0})).isEqualTo(2);
        }
    }

    @Test
    void refusesWhenNothingIsPossible() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ActionDraw(1).draw("x", new double[3]));
    }
}
