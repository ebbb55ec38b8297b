package io.leaven.generator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.generator.world.MediaProfile;
import io.leaven.generator.world.MediaResponse;
import io.leaven.schemas.MediaSpend;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MediaSpendStreamTest {

    private static final List<String> CHANNELS = List.of("push", "text", "email");

    @Test
    void weeksFollowEachOtherAndSpendIsScaledToOne() {
        List<MediaSpend> weeks = weeks(42, 156);

        assertThat(weeks).hasSize(156);
        assertThat(MediaSpendStream.key(weeks.get(0))).isEqualTo("2023-01-02");
        assertThat(MediaSpendStream.key(weeks.get(155))).isEqualTo("2025-12-22");
        assertThat(weeks).allSatisfy(week -> assertThat(week.getSpend()).containsOnlyKeys(CHANNELS));
        for (String channel : CHANNELS) {
            assertThat(weeks.stream()
                            .mapToDouble(week -> week.getSpend().get(channel))
                            .max())
                    .hasValue(1);
            assertThat(weeks)
                    .allSatisfy(week -> assertThat(week.getSpend().get(channel)).isBetween(0.0, 1.0));
        }
    }

    /** The specification: a channel is active with probability .75, and the noise of revenue has standard deviation .40. */
    @Test
    void aQuarterOfTheWeeksIsIdleAndRevenueIsExpectationAndNoise() {
        List<MediaSpend> weeks = weeks(3, 5_200);

        double[][] spend = CHANNELS.stream()
                .map(channel -> weeks.stream()
                        .mapToDouble(week -> week.getSpend().get(channel))
                        .toArray())
                .toArray(double[][]::new);
        for (double[] channel : spend) {
            assertThat(IntStream.range(0, channel.length)
                            .mapToDouble(t -> channel[t] > 0 ? 1 : 0)
                            .average()
                            .orElseThrow())
                    .isCloseTo(.75, within(.025));
        }
        double[] expected = new MediaResponse(MediaProfile.standard()).expectedRevenue(spend);
        double variance = IntStream.range(0, weeks.size())
                .mapToDouble(t -> Math.pow(weeks.get(t).getRevenue() - expected[t], 2))
                .average()
                .orElseThrow();
        assertThat(Math.sqrt(variance)).isCloseTo(.40, within(.02));
    }

    @Test
    void theSameSeedGivesTheSameWeeks() {
        assertThat(weeks(1, 20)).isEqualTo(weeks(1, 20)).isNotEqualTo(weeks(2, 20));
    }

    private static List<MediaSpend> weeks(long seed, int count) {
        List<MediaSpend> weeks = new ArrayList<>();
        new MediaSpendStream(new MediaPlan(MediaProfile.standard(), seed, count)).forEachRemaining(weeks::add);
        return weeks;
    }
}
