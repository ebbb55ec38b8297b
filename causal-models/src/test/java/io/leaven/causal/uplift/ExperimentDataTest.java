package io.leaven.causal.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.causal.world.Bakery;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.feature.StateFeature;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExperimentDataTest {

    @Test
    void theOrderOfReadingPlaysNoPart() {
        long seed = System.nanoTime();
        List<Bakery.Row> rows = new ArrayList<>(Bakery.PAPER.experiment(300, 1));
        rows.addAll(rows.subList(0, 50).stream()
                .map(row -> new Bakery.Row(row.id(), row.customer(), 49 - row.step(), row.arm(), row.channel(), 0))
                .toList());
        ExperimentData first = Bakery.data(rows);
        Collections.shuffle(rows, new Random(seed));
        ExperimentData second = Bakery.data(rows);
        assertThat(second.arms()).containsExactly("none", "ad", "large", "small");
        assertThat(second.values()).as("seed %d", seed).isEqualTo(first.values());
        for (int row = 0; row < first.rows(); row++) {
            assertThat(second.unit(row)).isEqualTo(first.unit(row));
            assertThat(second.arm(row)).isEqualTo(first.arm(row));
            assertThat(second.outcome(row)).isEqualTo(first.outcome(row));
        }
    }

    @Test
    void recordsBecomeRowsOfThePapersState() {
        List<Bakery.Row> rows = Bakery.REALISTIC.experiment(100, 2);
        ExperimentRows read = new ExperimentRows(StateFeature.PAPER);
        rows.forEach(row -> read.add(row.asRecord()));
        ExperimentData data = read.build();
        assertThat(read.size()).isEqualTo(400);
        assertThat(data.features())
                .containsExactly(
                        "age", "gender", "distance", "step", "tier_none", "tier_bronze", "tier_silver", "tier_gold");
        assertThat(data.values()).isEqualTo(Bakery.data(rows).values());
        assertThat(data.rowsOf(0)).hasSize(100);
    }

    @Test
    void recordsThatCannotBeRowsAreRefusedWithTheReason() {
        ExperimentRows rows = new ExperimentRows(StateFeature.PAPER);
        ExperimentOutcome good = Bakery.PAPER.experiment(1, 3).get(1).asRecord();
        refused(rows, ExperimentOutcome.newBuilder(good).setOutcome(Double.NaN).build(), "outcome is NaN");
        refused(rows, ExperimentOutcome.newBuilder(good).setArm(" ").build(), "arm has no name");
        refused(rows, ExperimentOutcome.newBuilder(good).setCustomerId("").build(), "no id");
        ExperimentOutcome far = ExperimentOutcome.newBuilder(good).build();
        far.getState().getAttributes().setDistanceMiles(Double.POSITIVE_INFINITY);
        refused(rows, far, "distance is Infinity");
        assertThat(rows.size()).isZero();
    }

    @Test
    void aUnitStandsOnOneSideOfTheSplitWhoeverElseIsThere() {
        ExperimentData all = Bakery.data(Bakery.PAPER.experiment(5_000, 4));
        HeldOutSplit split = new HeldOutSplit(1, .3);
        ExperimentData heldOut = split.heldOut(all);
        assertThat(heldOut.rows() + split.train(all).rows()).isEqualTo(20_000);
        // Binomial(20,000, .3): mean 6,000, five standard deviations are 324.
        assertThat(heldOut.rows()).isBetween(5_676, 6_324);
        assertThat(split.heldOut(heldOut).rows()).isEqualTo(heldOut.rows());
        assertThat(split.train(heldOut).rows()).isZero();
        // Another seed draws anew: 30% of the held-out ones are held out again.
        int both = new HeldOutSplit(2, .3).heldOut(heldOut).rows();
        assertThat(both).isBetween((int) (.27 * heldOut.rows()), (int) (.33 * heldOut.rows()));
    }

    private static void refused(ExperimentRows rows, ExperimentOutcome record, String reason) {
        assertThatThrownBy(() -> rows.add(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
