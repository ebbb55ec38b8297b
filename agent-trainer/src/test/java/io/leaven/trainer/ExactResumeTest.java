package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.app.SettingsSource;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.trainer.checkpoint.CheckpointFile;
import io.leaven.trainer.checkpoint.CheckpointHeader;
import io.leaven.trainer.config.DqnConfig;
import io.leaven.trainer.config.DynaConfig;
import io.leaven.trainer.gate.LiveSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trainer that is stopped at any transition and goes on from a checkpoint is, to the byte, one that never stopped. */
class ExactResumeTest {

    private static final int TRANSITIONS = 700;
    private static final int STOPS = 4;
    private static final CheckpointHeader HEADER = new CheckpointHeader(Map.of(), Map.of(), 0);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "paper, ''",
        "double-dqn, ''",
        "double-dqn, 'trainer.priority.alpha=.6;trainer.features.scaling=data;trainer.network.dueling=true'",
        "double-dqn, 'trainer.target.interval.updates=0;trainer.target.rate=.01;trainer.memory.transitions=300'",
        "dyna, ''",
        "dyna, 'trainer.gate.share=.5;trainer.gate.customers=9;trainer.gate.customers.min=5;trainer.gate.effective.min=1;"
                + "trainer.snapshot.interval.updates=20'",
        "dyna, 'trainer.updates.per.transition=.1;trainer.dyna.memory.states=1500;trainer.dyna.transitions=500'"
    })
    void aTrainerThatIsStoppedGoesOnAsIfItHadNotBeen(String preset, String more) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TrainerSettings settings = settings(preset, more);
        byte[] uninterrupted;
        float[] weights;
        try (TrainerLoop loop = loop(settings)) {
            feed(loop, 0, TRANSITIONS);
            weights = finish(loop);
            uninterrupted = bytes(loop);
        }

        LiveSnapshot published = new LiveSnapshot();
        TrainerLoop loop = loop(settings, published);
        int from = 0;
        for (int stop : random.ints(STOPS, 0, TRANSITIONS).sorted().toArray()) {
            feed(loop, from, stop);
            byte[] before = bytes(loop);
            loop.close();
            loop = loop(settings, published);
            read(loop);
            assertThat(Arrays.mismatch(bytes(loop), before))
                    .as("first byte that differs, seed %d, state at %d", seed, stop)
                    .isEqualTo(-1);
            from = stop;
        }
        try (TrainerLoop last = loop) {
            feed(last, from, TRANSITIONS);
            assertThat(Arrays.equals(finish(last), weights))
                    .as("the same weights, seed %d", seed)
                    .isTrue();
            assertThat(Arrays.mismatch(bytes(last), uninterrupted))
                    .as("first byte of the whole state that differs, seed %d", seed)
                    .isEqualTo(-1);
        }
    }

    @Test
    void aBurstThatIsAbandonedIsMadeAgainFromTheLastCheckpoint() throws Exception {
        TrainerSettings settings = settings("dyna", "");
        float[] weights;
        try (TrainerLoop loop = loop(settings)) {
            feed(loop, 0, TRANSITIONS);
            weights = finish(loop);
        }
        try (TrainerLoop abandoned = loop(settings);
                TrainerLoop next = loop(settings)) {
            feed(abandoned, 0, 150);
            bytes(abandoned);
            AtomicInteger asked = new AtomicInteger();
            abandoned.abandonWhen(() -> asked.incrementAndGet() > 5);

            assertThatThrownBy(() -> feed(abandoned, 150, TRANSITIONS)).isInstanceOf(AbandonedException.class);
            assertThat(abandoned.status().gradientSteps())
                    .as("gradient steps of a burst of 40")
                    .isEqualTo(5);

            read(next);
            feed(next, 150, TRANSITIONS);
            assertThat(Arrays.equals(finish(next), weights)).isTrue();
        }
    }

    @Test
    void aTrainerThatDivergedStaysStopped() throws Exception {
        TrainerSettings wild = settings("paper", "trainer.learning.rate=1e30");
        try (TrainerLoop loop = loop(wild);
                TrainerLoop restarted = loop(wild)) {
            feed(loop, 0, TRANSITIONS);
            bytes(loop);
            read(restarted);
            assertThat(restarted.status().divergence())
                    .isPresent()
                    .isEqualTo(loop.status().divergence());
        }
    }

    private static TrainerSettings settings(String preset, String more) {
        Map<String, String> values = new HashMap<>(Map.of(
                TrainerSettings.PRESET, preset,
                TrainerSettings.WARMUP_TRANSITIONS, "200",
                DqnConfig.BATCH_SIZE, "32",
                DqnConfig.NETWORK_HIDDEN, "24,24",
                DqnConfig.TARGET_INTERVAL_UPDATES, preset.equals("paper") ? "0" : "7"));
        if (preset.equals("dyna")) {
            values.putAll(Map.of(
                    DynaConfig.UPDATES, "40",
                    DynaConfig.GROWTH, "1",
                    DynaConfig.CUSTOMERS, "50",
                    DynaConfig.MEMORY_STATES, "2500"));
        }
        for (String setting : more.split(";")) {
            if (!setting.isEmpty()) {
                values.put(setting.split("=")[0], setting.split("=")[1]);
            }
        }
        return new TrainerSettings(SettingsSource.of(values));
    }

    private static TrainerLoop loop(TrainerSettings settings) {
        return loop(settings, new LiveSnapshot());
    }

    /** @param published what a restarted trainer finds on the topic of snapshots */
    private static TrainerLoop loop(TrainerSettings settings, LiveSnapshot published) {
        return TrainerLoops.create(
                settings,
                ActionCatalogue.standard(),
                Resume.fresh(),
                published,
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    private static void feed(TrainerLoop loop, int from, int to) throws RefusedTransitionException {
        for (int n = from; n < to; n++) {
            loop.observe(n % 3, n, transition(n));
        }
    }

    /** Histories with all that a state may hold, purchases and falls to fit a response model to. */
    private static Transition transition(int n) {
        Random random = new Random(n);
        Tier[] tiers = Tier.values();
        Tier tier = tiers[random.nextInt(4)];
        boolean purchased = random.nextDouble() < .4;
        int move = purchased ? random.nextInt(2) : -random.nextInt(2);
        Tier next = tiers[Math.max(0, Math.min(3, tier.ordinal() + move))];
        int customer = n % 50;
        int step = 1 + n / 50;
        Transition transition =
                Transitions.of("c" + customer, step, tier, random.nextInt(10), 0, next, random.nextInt(20) == 0);
        transition.setPurchased(purchased);
        transition.getReward().setTicket(purchased ? 5 + random.nextDouble() : 0);
        transition.getReward().setTierDrop(next.compareTo(tier) < 0 ? -15 : 0);
        transition.getReward().setMessageCost(transition.getAction() == 0 ? 0 : -.25);
        transition
                .getReward()
                .setTotal(transition.getReward().getTicket()
                        + transition.getReward().getTierDrop()
                        + transition.getReward().getMessageCost());
        transition.getState().setMessageLoad(random.nextDouble() * 3);
        transition.getState().setChannelLoad(Map.of("push", random.nextDouble()));
        transition.getState().setPurchaseRate(random.nextDouble());
        transition.getNextState().setMessageLoad(transition.getState().getMessageLoad() * random.nextDouble());
        return transition;
    }

    private static float[] finish(TrainerLoop loop) {
        return loop.complete().map(Snapshot::parameters).orElseThrow();
    }

    private CheckpointFile file() {
        return new CheckpointFile(folder.resolve("checkpoint"));
    }

    private byte[] bytes(TrainerLoop loop) throws Exception {
        file().write(HEADER, loop);
        return Files.readAllBytes(file().path());
    }

    private void read(TrainerLoop loop) throws Exception {
        assertThat(Optional.of(file().read(header -> {}, loop))).contains(true);
    }
}
