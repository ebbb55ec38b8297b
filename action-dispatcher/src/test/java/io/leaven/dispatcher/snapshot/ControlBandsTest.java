package io.leaven.dispatcher.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.dispatcher.snapshot.ControlBands.Outcome;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Two policies of two actions: each customer has a probability of the second action and a Q-value under either. */
class ControlBandsTest {

    private static final BandLimits LIMITS = new BandLimits(.01, 300, 50, .5, 4);

    @Test
    void twoSnapshotsThatDifferOnlyByLuckAreHardlyEverTakenApart() {
        Random random = new Random(20261126);
        int runs = 2_000;
        int alarms = 0;
        for (int run = 0; run < runs; run++) {
            // A/A: for every customer each policy is sure of one action, and which is drawn anew for both.
            alarms += trial(random, new BandLimits(.05, 2_000, 50, .02, 1.02), .5, .5, 1) == Outcome.LEFT ? 1 : 0;
        }
        assertThat((double) alarms / runs).as("false alarms, 5%% allowed").isLessThanOrEqualTo(.05);
    }

    /** The worst that alpha must hold for: a difference of exactly what is allowed. */
    @Test
    void aSnapshotAtTheEdgeOfWhatIsAllowedIsLeftNoMoreOftenThanAlpha() {
        Random random = new Random(20261127);
        int runs = 2_000;
        int alarms = 0;
        for (int run = 0; run < runs; run++) {
            alarms += trial(random, new BandLimits(.05, 2_000, 50, .3, 4), .2, .5, 1) == Outcome.LEFT ? 1 : 0;
        }
        assertThat((double) alarms / runs).as("false alarms, 5%% allowed").isLessThanOrEqualTo(.05);
    }

    @Test
    void aSnapshotThatSendsAlmostAlwaysWhereTheLastGoodOneHardlyDidIsFoundBy200Customers() {
        Random random = new Random(20261128);
        int found = 0;
        for (int run = 0; run < 200; run++) {
            found += trial(random, new BandLimits(.01, 200, 50, .5, 4), .1, .9, 1) == Outcome.LEFT ? 1 : 0;
        }
        assertThat(found).isGreaterThan(190);
    }

    @Test
    void valuesThatExplodeCollapseOrTurnRoundAreFoundBy100Customers() {
        Random random = new Random(20261129);
        for (double factor : new double[] {6, 1e6, .1, 0, -1}) {
            assertThat(trial(random, new BandLimits(.01, 100, 50, .5, 4), .3, .3, factor))
                    .as("values times " + factor)
                    .isEqualTo(Outcome.LEFT);
        }
        for (double factor : new double[] {2.4, .5}) {
            assertThat(trial(random, LIMITS, .3, .3, factor))
                    .as("values times " + factor)
                    .isEqualTo(Outcome.WITHIN);
        }
    }

    @Test
    void theSameObservationsGiveTheSameOutcomeAndReason() {
        ControlBands one = new ControlBands(LIMITS, 2);
        ControlBands two = new ControlBands(LIMITS, 2);
        for (ControlBands bands : new ControlBands[] {one, two}) {
            run(bands, new Random(7), 300, .1, .9, 1);
        }
        assertThat(one.outcome()).isEqualTo(Outcome.LEFT).isEqualTo(two.outcome());
        assertThat(one.reason())
                .isEqualTo(two.reason())
                .contains("the share of action")
                .contains("0.50 is allowed");
        assertThat(one.size()).isEqualTo(two.size()).isLessThanOrEqualTo(200);
    }

    @Test
    void aCustomerCountsOnceHoweverOftenItIsDecidedFor() {
        ControlBands bands = new ControlBands(LIMITS, 2);
        for (int i = 0; i < 10_000; i++) {
            bands.add("c" + i % 99, shares(1), 1e9, shares(0), 1);
        }
        assertThat(bands.outcome()).isEqualTo(Outcome.RUNNING);
        assertThat(bands.size()).isEqualTo(99);
    }

    @Test
    void valuesThatAreNotFiniteCountForTheSharesAlone() {
        ControlBands bands = new ControlBands(LIMITS, 2);
        fill(300, i -> bands.add("c" + i, shares(0), Double.NaN, shares(0), 5));
        assertThat(bands.outcome()).isEqualTo(Outcome.WITHIN);
        assertThat(bands.valueRatio()).isEqualTo(1);

        ControlBands silent = new ControlBands(LIMITS, 2);
        fill(100, i -> silent.add("c" + i, shares(0), Double.NaN, shares(1), 5));
        assertThat(silent.outcome()).as("it sends nothing any more").isEqualTo(Outcome.LEFT);
    }

    @Test
    void whatIsBelowAHundredCustomersTellsNothing() {
        ControlBands bands = new ControlBands(LIMITS, 2);
        fill(99, i -> bands.add("c" + i, shares(1), 1e9, shares(0), 1));
        assertThat(bands.outcome()).isEqualTo(Outcome.RUNNING);
        bands.add("the hundredth", shares(1), 1e9, shares(0), 1);
        assertThat(bands.outcome()).isEqualTo(Outcome.LEFT);
    }

    private static void fill(int customers, IntConsumer each) {
        for (int i = 0; i < customers; i++) {
            each.accept(i);
        }
    }

    private static Outcome trial(Random random, BandLimits limits, double before, double now, double factor) {
        ControlBands bands = new ControlBands(limits, 2);
        run(bands, random, limits.customers(), before, now, factor);
        return bands.outcome();
    }

    private static void run(
            ControlBands bands, Random random, int customers, double before, double now, double factor) {
        for (int i = 0; i < customers; i++) {
            double worth = -20 * Math.log(1 - random.nextDouble());
            bands.add(
                    "c" + i,
                    shares(random.nextDouble() < now ? 1 : 0),
                    factor * worth * (.9 + .2 * random.nextDouble()),
                    shares(random.nextDouble() < before ? 1 : 0),
                    worth * (.9 + .2 * random.nextDouble()));
        }
    }

    private static double[] shares(double second) {
        return new double[] {1 - second, second};
    }
}
