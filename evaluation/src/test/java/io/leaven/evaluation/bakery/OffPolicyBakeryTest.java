package io.leaven.evaluation.bakery;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.generator.world.WorldProfile;
import io.leaven.generator.world.WorldProfiles;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.evaluation.ActionParts;
import io.leaven.trainer.evaluation.Bootstrap;
import io.leaven.trainer.evaluation.GateVerdict;
import io.leaven.trainer.evaluation.Interval;
import io.leaven.trainer.evaluation.LinearModel;
import io.leaven.trainer.evaluation.LoggedCustomers;
import io.leaven.trainer.evaluation.MarginalDoublyRobust;
import io.leaven.trainer.evaluation.PolicyOnLog;
import io.leaven.trainer.evaluation.PromotionGate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Fifty steps, ten actions, a random log of 1,000 customers, hidden fatigue and temper: intervals against what the policy is truly
 * worth, which 20,000 other customers show who live by it.
 */
class OffPolicyBakeryTest {

    private static final int RUNS = 4;
    private static final int STEPS = 50;
    private static final WorldProfile WORLD = WorldProfiles.realistic();
    private static final MarginalDoublyRobust ESTIMATOR = new MarginalDoublyRobust(
            LinearModel.byTier(ActionParts.of(ActionCatalogue.standard()), StateFeature.WITH_HISTORY));

    @Test
    void intervalsHoldTheTrueValueOfARuleOfThumb() {
        double truth = worth(RuleOfThumb.SPARING);
        List<Interval> intervals = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            PolicyOnLog policy = new PolicyOnLog(log(run), RuleOfThumb.SPARING.target());
            intervals.add(Bootstrap.standard().interval(ESTIMATOR.contributions(policy, 1)));
        }

        assertThat(intervals.stream().filter(interval -> interval.contains(truth)))
                .as("truth %s, intervals %s", truth, intervals)
                .hasSizeGreaterThanOrEqualTo(RUNS - 1);
        assertThat(intervals).allMatch(interval -> interval.width() < truth / 3);
    }

    @Test
    void theGateTellsTheBetterRuleFromTheWorseOne() {
        double gain = worth(RuleOfThumb.BELOW_GOLD) - worth(RuleOfThumb.SPARING);
        PromotionGate gate = new PromotionGate(ESTIMATOR, Bootstrap.standard(), 1, 10, 500, 10);
        GateVerdict better = gate.judge(log(3), RuleOfThumb.BELOW_GOLD.target(), RuleOfThumb.SPARING.target());
        GateVerdict worse = gate.judge(log(3), RuleOfThumb.SPARING.target(), RuleOfThumb.BELOW_GOLD.target());

        assertThat(gain).isGreaterThan(40);
        assertThat(better.passed()).as(better.words()).isTrue();
        assertThat(worse.passed()).as(worse.words()).isFalse();
        assertThat(better.gain().contains(gain))
                .as("%s, %s", gain, better.gain())
                .isTrue();
    }

    private static double worth(RuleOfThumb rule) {
        return TrueRewards.worth(WORLD, rule, 77, 20_000, STEPS);
    }

    private static LoggedCustomers log(int run) {
        return TrueRewards.log(WORLD, 1_000 + run, 1_000, STEPS);
    }
}
