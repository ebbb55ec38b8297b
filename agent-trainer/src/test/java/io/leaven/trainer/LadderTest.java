package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.QNetwork;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.state.StateEncoder;
import io.leaven.agent.state.StateEncoder.Input;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.dqn.DqnLearner;
import io.leaven.trainer.dqn.DqnSettings;
import io.leaven.trainer.network.LearningRate;
import io.leaven.trainer.replay.Experience;
import io.leaven.trainer.replay.ExperienceSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Learning from end to end, without Kafka, in a world whose values are known. Four tiers are the rungs of a ladder. Action
 * {@value #CLIMB} costs 1 and leads one rung up, any other leaves things as they are; on gold every action is worth 10 and
 * ends the customer's time. With gamma = .9, and climbing optimal everywhere:
 *
 * <pre>
 * Q(gold, any) = 10
 * Q(silver, climb) = -1 + .9 x 10 = 8       Q(silver, other) = .9 x 8 = 7.2
 * Q(bronze, climb) = -1 + .9 x 8 = 6.2      Q(bronze, other) = .9 x 6.2 = 5.58
 * Q(none, climb) = -1 + .9 x 6.2 = 4.58     Q(none, other) = .9 x 4.58 = 4.122
 * </pre>
 */
class LadderTest {

    private static final int CLIMB = 3;
    private static final long SEED = 12;
    /** The least gap between climbing and not is .458. Adam keeps trembling by its rate, so Q is never quite still. */
    private static final double TOLERANCE = .1;

    private static final double[] BEST = {4.58, 6.2, 8, 10};
    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();
    private static final List<StateFeature> FEATURES =
            List.of(StateFeature.TIER_NONE, StateFeature.TIER_BRONZE, StateFeature.TIER_SILVER, StateFeature.TIER_GOLD);
    private static final StateEncoder TIERS = new StateEncoder(List.of(
            Input.raw(StateFeature.TIER_NONE),
            Input.raw(StateFeature.TIER_BRONZE),
            Input.raw(StateFeature.TIER_SILVER),
            Input.raw(StateFeature.TIER_GOLD)));

    @Test
    void qConvergesToItsClosedForm() throws Exception {
        DqnSettings settings = new DqnSettings.Builder()
                .gamma(.9)
                .learningRate(LearningRate.constant(2e-4))
                .build();
        LoopSettings pace =
                new LoopSettings("ladder", SEED, 500, 1, 3_750, 0, 1e6, ExplorationSchedule.paper(), 0, Map.of());
        List<Snapshot> snapshots = new ArrayList<>();
        Random random = new Random(SEED);
        try (TrainerLoop loop = new TrainerLoop(
                pace,
                Resume.fresh(),
                CATALOGUE,
                Optional.of(TIERS),
                DqnLearner.create(settings, TIERS.width(), CATALOGUE.size(), SEED),
                new Experience(FEATURES, CATALOGUE.size(), ExperienceSettings.plain(5_000)),
                Optional.empty(),
                Optional.empty(),
                Clock.systemUTC())) {
            for (int n = 0; n < 30_000; n++) {
                loop.observe(0, n, step(random, n)).ifPresent(snapshots::add);
            }
        }
        assertThat(snapshots).hasSize(8);
        Snapshot newest = snapshots.get(7);
        assertThat(newest.provenance().gradientSteps()).isEqualTo(30_000);
        try (QNetwork network = new QNetwork(newest.network(), newest.parameters())) {
            for (Tier tier : Tier.values()) {
                float[] qValues = network.qValues(TIERS.encode(Transitions.state(tier, 0)));
                for (int action = 0; action < qValues.length; action++) {
                    boolean best = tier == Tier.GOLD || action == CLIMB;
                    double expected = best ? BEST[tier.ordinal()] : .9 * BEST[tier.ordinal()];
                    assertThat((double) qValues[action])
                            .as("%s, action %d, seed %d", tier, action, SEED)
                            .isCloseTo(expected, within(TOLERANCE));
                }
            }
        }
    }

    private static Transition step(Random random, int number) {
        Tier tier = Tier.values()[random.nextInt(4)];
        int action = random.nextInt(CATALOGUE.size());
        boolean gold = tier == Tier.GOLD;
        Tier next = action == CLIMB && !gold ? Tier.values()[tier.ordinal() + 1] : tier;
        double reward = gold ? 10 : action == CLIMB ? -1 : 0;
        return Transitions.of("c" + number, 1, tier, action, reward, next, gold);
    }
}
