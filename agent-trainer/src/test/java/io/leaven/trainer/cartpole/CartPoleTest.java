package io.leaven.trainer.cartpole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Numbers from a Python script that solves the two Lagrangian equations of motion as a linear system at every step. */
class CartPoleTest {

    private static final double[][] AFTER = {
        {0.009600000000, 0.174679195748, 0.030800000000, -0.243068717960},
        {0.013093583915, 0.369347976058, 0.025938625641, -0.525879628050},
        {0.020480543436, 0.173870812605, 0.015421033080, -0.225137416092},
        {0.023957959688, 0.368769010175, 0.010918284758, -0.512916347803},
        {0.031333339892, 0.173494992751, 0.000659957802, -0.216812868357},
        {0.034803239747, -0.021636386742, -0.003676299565, 0.076078164720},
        {0.034370512012, -0.216705442773, -0.002154736271, 0.367598941837},
        {0.030036403156, -0.021552939941, 0.005197242566, 0.074237375169},
        {0.029605344358, 0.173494119005, 0.006681990069, -0.216801279464},
        {0.033075226738, 0.368519912831, 0.002345964480, -0.507368948987},
        {0.040445624994, 0.173364984936, -0.007801414500, -0.213947649752},
        {0.043912924693, 0.368597597515, -0.012080367495, -0.509081249568},
        {0.051284876643, 0.173647906839, -0.022261992486, -0.220229592483},
        {0.054757834780, 0.369080882982, -0.026666584336, -0.519850902990},
        {0.062139452440, 0.564567891652, -0.037063602396, -0.820816209730},
        {0.073430810273, 0.369972194409, -0.053479926590, -0.540017334005},
    };

    @Test
    void movesByTheEquations() {
        CartPole pole = new CartPole(.01, -.02, .03, .04);
        for (int step = 0; step < AFTER.length; step++) {
            pole.push("1101000111010110".charAt(step) - '0');
            assertThat(pole.exactly()).as("after step %d", step + 1).containsExactly(AFTER[step], within(1e-11));
        }
    }

    @Test
    void failsBeyondTwelveDegreesAndBeyondTheTrack() {
        CartPole right = new CartPole(0, 0, 0, 0);
        while (!right.hasFailed()) {
            right.push(1);
        }
        assertThat(right.steps()).isEqualTo(9);
        assertThat(right.exactly()[2]).isCloseTo(-0.215186049885, within(1e-11));
        CartPole swaying = new CartPole(.02, .01, -.03, .02);
        for (int action = 0; !swaying.hasFailed(); action = 1 - action) {
            swaying.push(action);
        }
        assertThat(swaying.steps()).isEqualTo(49);
        assertThat(new CartPole(2.41, 0, 0, 0).hasFailed()).isTrue();
        assertThat(new CartPole(-2.39, 0, .2, 0).hasFailed()).isFalse();
    }
}
