package io.leaven.evaluation.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.agent.snapshot.Snapshot;
import io.leaven.enricher.reward.RewardPreset;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.stream.LoggingPolicy;
import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {

    private static final WorldProfile WORLD = WorldProfile.named("paper");

    /** Lives that are left early must not look as if they had ended, or the agent would learn that nothing comes after. */
    @Test
    void customersAreLeftAfterSomeStepsWithTheirLivesGoingOn() {
        Snapshot agent;
        try (OfflineTrainer trainer =
                new OfflineTrainer(Map.of("trainer.preset", "paper", "trainer.warmup.transitions", "50"))) {
            OfflineLog.run(
                    CustomerPlan.log(WORLD, 1, 20, 5),
                    LoggingPolicy.RANDOM,
                    RewardPreset.PAPER.weights(),
                    UpliftSource.NONE,
                    trainer::learn);
            trainer.complete();
            assertThat(trainer.seconds()).isPositive();
            agent = trainer.newest().orElseThrow();
        }
        List<Transition> lived = new ArrayList<>();

        ClosedLoop.learning(
                CustomerPlan.loop(WORLD, 2, 20, 10),
                4,
                RewardPreset.PAPER.weights(),
                UpliftSource.NONE,
                () -> agent,
                lived::add);

        assertThat(lived).hasSize(20 * 4).noneMatch(Transition::getTerminal);
        assertThat(lived).extracting(step -> step.getNextState().getStep()).containsOnly(1, 2, 3, 4);
    }
}
