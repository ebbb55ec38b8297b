package io.leaven.causal.uplift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CategoryTest {

    private static final Category COLOUR = new Category("colour", List.of("red", "blue"));

    @Test
    void aLevelIsOneAmongNoughtsAndAMissingOneMissingInAll() {
        assertThat(COLOUR.features()).containsExactly("colour=red", "colour=blue");
        assertThat(encoded("blue")).containsExactly(9, 0, 1, 9);
        assertThat(encoded("mauve")).containsExactly(9, 0, 0, 9);
        assertThat(encoded(null)).containsExactly(9, Double.NaN, Double.NaN, 9);
    }

    private static double[] encoded(String level) {
        double[] row = {9, 9, 9, 9};
        COLOUR.encode(level, row, 1);
        return row;
    }
}
