package io.leaven.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.RefusedTransitionException;
import io.leaven.trainer.Transitions;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class TransitionRulesTest {

    private final TransitionRules rules = new TransitionRules(ActionCatalogue.standard(), StateFeature.PAPER);
    private final Experience experience = new Experience(StateFeature.PAPER, 10, ExperienceSettings.plain(10));

    @Test
    void encodesBothStatesAndKeepsTheRest() throws Exception {
        Transition transition = Transitions.of("c1", 5, Tier.BRONZE, 3, 7.25, Tier.SILVER, false);
        transition.setNextAllowed(List.of(2, 4));
        transition.setElapsedSteps(3);
        rules.check(transition);
        experience.encodeBy(StateEncoder.paper());
        experience.add(transition);
        Batch batch = Batch.ofSize(1, 8);
        experience.sample(RandomSource.XO_RO_SHI_RO_128_PP.create(1L), batch);
        // the paper's eight: age, gender, distance, step, then the tier flags
        assertThat(batch.states()).containsExactly(40, 1, 3.5f, 4, 0, 1, 0, 0);
        assertThat(batch.nextStates()).containsExactly(40, 1, 3.5f, 5, 0, 0, 1, 0);
        assertThat(batch.actions()).containsExactly(3);
        assertThat(batch.rewards()).containsExactly(7.25f);
        assertThat(batch.nextMasks()).containsExactly(0b10101L);
        assertThat(batch.elapsed()).containsExactly(3);
        assertThat(batch.terminal()).containsExactly(false);
    }

    @Test
    void withoutADecisionTheActionIsNone() throws Exception {
        Transition transition = Transitions.of("c1", 1, Tier.NONE, 0, 0, Tier.NONE, false);
        transition.setCatalogueHash(null);
        rules.check(transition);
        experience.add(transition);
        assertThat(experience.size()).isEqualTo(1);
    }

    @Test
    void refusesAnotherCatalogue() {
        assertRefused(t -> t.setCatalogueHash("0123456789abcdef"), "0123456789abcdef");
    }

    @Test
    void refusesActionsOutsideTheCatalogue() {
        assertRefused(t -> t.setAction(10), "action 10");
        assertRefused(t -> t.setAction(-1), "action -1");
        assertRefused(t -> t.setNextAllowed(List.of(0, 12)), "action 12");
    }

    @Test
    void refusesNumbersThatAreNotFinite() {
        assertRefused(t -> t.getReward().setTotal(Double.NaN), "reward NaN");
        assertRefused(t -> t.getReward().setTotal(1e300), "reward 1.0E300");
        assertRefused(t -> t.getState().getAttributes().setDistanceMiles(Double.POSITIVE_INFINITY), "feature distance");
        assertRefused(t -> t.getNextState().getAttributes().setDistanceMiles(Double.NaN), "feature distance");
    }

    @Test
    void refusesStepsThatDoNotGoForward() {
        assertRefused(t -> t.setElapsedSteps(0), "0 steps");
    }

    private void assertRefused(Consumer<Transition> how, String reason) {
        Transition transition = Transitions.of("c1", 5, Tier.BRONZE, 3, 7, Tier.SILVER, false);
        how.accept(transition);
        assertThatExceptionOfType(RefusedTransitionException.class)
                .isThrownBy(() -> rules.check(transition))
                .withMessageContaining("c1:5")
                .withMessageContaining(reason);
    }
}
