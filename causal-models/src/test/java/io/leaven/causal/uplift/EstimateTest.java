package io.leaven.causal.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.junit.jupiter.api.Test;

class EstimateTest {

    /** Means 4 and 2, variances 4 and 2 over 3 and 4 rows: sqrt(4/3 + 2/4) = 1.354006, times 1.959964 is 2.653804. */
    @Test
    void takesTheIntervalOfTwoIndependentMeans() {
        Estimate estimate = Estimate.differenceInMeans(of(2, 4, 6), of(1, 1, 2, 4));
        assertThat(estimate.estimate()).isCloseTo(2, within(1e-12));
        assertThat(estimate.upper() - 2).isCloseTo(2.653804, within(1e-6));
        assertThat(2 - estimate.lower()).isCloseTo(2.653804, within(1e-6));
    }

    @Test
    void oneRowOnASideGivesNoEstimate() {
        assertThat(Estimate.differenceInMeans(of(1), of(1, 2)).estimate()).isNaN();
        assertThat(Estimate.differenceInMeans(of(1, 2), of()).lower()).isNaN();
    }

    private static StreamingStatistics of(double... values) {
        StreamingStatistics statistics = new StreamingStatistics();
        for (double value : values) {
            statistics.addValue(value);
        }
        return statistics;
    }
}
