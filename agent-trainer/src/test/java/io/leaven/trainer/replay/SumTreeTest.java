package io.leaven.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SumTreeTest {

    @Test
    void findsTheFirstIndexWhoseRunningSumExceedsThePoint() {
        Random random = new Random(3);
        SumTree tree = new SumTree(37);
        double[] plain = new double[37];
        for (int change = 0; change < 2_000; change++) {
            int index = random.nextInt(37);
            plain[index] = random.nextInt(4) == 0 ? 0 : random.nextInt(100) / 8.0;
            tree.set(index, plain[index]);
            double total = 0;
            for (double each : plain) {
                total += each;
            }
            assertThat(tree.total()).isEqualTo(total);
            if (total > 0) {
                double point = random.nextDouble() * total;
                assertThat(tree.find(point)).as("point %s, seed 3", point).isEqualTo(linear(plain, point));
            }
        }
    }

    private static int linear(double[] values, double point) {
        double running = 0;
        for (int i = 0; i < values.length; i++) {
            running += values[i];
            if (running > point) {
                return i;
            }
        }
        throw new AssertionError("the point lies beyond the sum");
    }
}
