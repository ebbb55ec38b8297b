package io.leaven.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class ReplayMemoryTest {

    private static final long SEED = 9;

    private final UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEED);

    @Test
    void givesBackATransitionWhole() {
        ReplayMemory memory = new ReplayMemory(10, 2);
        memory.add(new EncodedStep(new float[] {1, 2}, 63, 4.5f, new float[] {3, 4}, -2L, 7, true));
        Batch batch = Batch.ofSize(1, 2);
        memory.sample(random, batch);
        assertThat(batch.states()).containsExactly(1, 2);
        assertThat(batch.actions()).containsExactly(63);
        assertThat(batch.rewards()).containsExactly(4.5f);
        assertThat(batch.nextStates()).containsExactly(3, 4);
        assertThat(batch.nextMasks()).containsExactly(-2L);
        assertThat(batch.elapsed()).containsExactly(7);
        assertThat(batch.terminal()).containsExactly(true);
    }

    @Test
    void keepsTheNewestOnly() {
        ReplayMemory memory = new ReplayMemory(3_000, 1);
        for (int i = 0; i < 10_000; i++) {
            add(memory, i);
        }
        assertThat(memory.size()).isEqualTo(3_000);
        Batch batch = Batch.ofSize(50_000, 1);
        memory.sample(random, batch);
        boolean[] seen = new boolean[3_000];
        for (int i = 0; i < batch.size(); i++) {
            int number = (int) batch.rewards()[i];
            assertThat(number).isBetween(7_000, 9_999);
            assertThat(batch.states()[i]).isEqualTo(number);
            seen[number - 7_000] = true;
        }
        // each is missed with probability exp(-50,000/3,000) = 6e-8
        assertThat(seen).doesNotContain(false);
    }

    @Test
    void everyTransitionIsDrawnAsOften() {
        ReplayMemory memory = new ReplayMemory(100, 1);
        for (int i = 0; i < 100; i++) {
            add(memory, i);
        }
        int[] counts = new int[100];
        Batch batch = Batch.ofSize(1_000, 1);
        for (int i = 0; i < 200; i++) {
            memory.sample(random, batch);
            for (float reward : batch.rewards()) {
                counts[(int) reward]++;
            }
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += (count - 2_000.0) * (count - 2_000.0) / 2_000;
        }
        // 99 degrees of freedom: the .999 quantile is 148.2
        assertThat(chiSquare).as("seed %d", SEED).isLessThan(148.2);
    }

    @Test
    void theSameSeedDrawsTheSame() {
        ReplayMemory memory = new ReplayMemory(1_000, 1);
        for (int i = 0; i < 1_000; i++) {
            add(memory, i);
        }
        Batch first = Batch.ofSize(50, 1);
        Batch second = Batch.ofSize(50, 1);
        memory.sample(RandomSource.XO_RO_SHI_RO_128_PP.create(1L), first);
        memory.sample(RandomSource.XO_RO_SHI_RO_128_PP.create(1L), second);
        assertThat(first.rewards()).isEqualTo(second.rewards());
    }

    @Test
    void anEmptyMemoryCannotBeSampled() {
        assertThatIllegalStateException().isThrownBy(() -> new ReplayMemory(10, 1).sample(random, Batch.ofSize(1, 1)));
    }

    @Test
    void refusesWhatDoesNotFitIntoAnArray() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplayMemory(0, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new ReplayMemory(500_000_000, 8));
    }

    @Test
    void aTransitionOfThePaperTakes82Bytes() {
        // 8 + 8 floats of 4 bytes, action 1, reward 4, mask 8, elapsed 4, terminal 1
        assertThat(ReplayMemory.bytesPerTransition(8)).isEqualTo(82);
    }

    private static void add(ReplayMemory memory, int number) {
        memory.add(new EncodedStep(new float[] {number}, number % 10, number, new float[] {number + 1}, -1L, 1, false));
    }
}
