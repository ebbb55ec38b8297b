package io.leaven.evaluation.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowthTest {

    private static final int LOOKS = 40;

    /** A MiB lost in every twenty thousand of a million events, beside noise of the size that a collection leaves. */
    @Test
    void slowLeakIsSeenAndCachesThatFillAndNoiseAreNot() {
        List<Sample> samples = new ArrayList<>();
        samples.addAll(samples(look -> sample("leaks", look, 60 + 1.25 * look + look % 3, 200)));
        samples.addAll(samples(look -> sample("fills", look, Math.min(60, 12 * look) + look % 3, 200)));

        assertThat(Growth.of(samples))
                .filteredOn(growth -> !growth.flat())
                .singleElement()
                .satisfies(growth -> {
                    assertThat(growth.app()).isEqualTo("leaks");
                    assertThat(growth.measure()).isEqualTo(Measure.HEAP);
                    assertThat(growth.end() - growth.settled()).isBetween(28.0, 32.0);
                });
    }

    @Test
    void handlesThatAreNotGivenBackAreSeen() {
        assertThat(Growth.of(samples(look -> sample("app", look, 60, 200 + look / 2))))
                .filteredOn(growth -> !growth.flat())
                .extracting(Growth::measure)
                .containsExactly(Measure.HANDLES);
    }

    @Test
    void oneLookFarOffDecidesNothing() {
        assertThat(Growth.of(samples(look -> sample("app", look, look == LOOKS - 1 ? 500 : 60, 200))))
                .allMatch(Growth::flat);
    }

    @Test
    void tooFewLooksAreRefused() {
        assertThatThrownBy(() -> Growth.of(List.of(sample("app", 0, 60, 200))))
                .hasMessageContaining("app has 1 samples");
    }

    private static List<Sample> samples(IntFunction<Sample> at) {
        return IntStream.range(0, LOOKS).mapToObj(at).toList();
    }

    private static Sample sample(String app, int look, double heap, long handles) {
        return new Sample(app, 25_000L * look, heap, 300, handles, 50);
    }
}
