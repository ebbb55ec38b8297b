package io.leaven.evaluation.bakery;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.policy.EpsilonGreedy;
import io.leaven.agent.policy.Greedy;
import io.leaven.generator.world.WorldProfile;
import io.leaven.generator.world.WorldProfiles;
import io.leaven.trainer.evaluation.ActionParts;
import io.leaven.trainer.evaluation.Bootstrap;
import io.leaven.trainer.evaluation.GateVerdict;
import io.leaven.trainer.evaluation.Interval;
import io.leaven.trainer.evaluation.LinearModel;
import io.leaven.trainer.evaluation.LoggedCustomers;
import io.leaven.trainer.evaluation.MarginalDoublyRobust;
import io.leaven.trainer.evaluation.PolicyOnLog;
import io.leaven.trainer.evaluation.PromotionGate;
import io.leaven.trainer.evaluation.TargetPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Fifty steps, ten actions, a random log of 1,000 customers, hidden fatigue and temper: intervals against what the policy is truly
 * worth, which 50,000 other customers show.
 */
class OffPolicyBakeryTest {

    private static final int RUNS = 4;
    private static final WorldProfile WORLD = WorldProfiles.realistic();
    private static final MarginalDoublyRobust ESTIMATOR =
            new MarginalDoublyRobust(LinearModel.quadratic(ActionParts.of(ActionCatalogue.standard())));
    private static final TargetPolicy SPARING = BakeryPolicies.rule(.2, false, new EpsilonGreedy(.05));
    private static final TargetPolicy GENEROUS = BakeryPolicies.rule(1, false, new Greedy());

    @Test
    void intervalsHoldTheTrueValueOfARuleOfThumb() {
        double truth = BakeryLog.truth(WORLD, 50_000, 77, SPARING);
        List<Interval> intervals = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            PolicyOnLog policy = new PolicyOnLog(log(run), SPARING);
            intervals.add(Bootstrap.standard().interval(ESTIMATOR.contributions(policy, 1)));
        }

        assertThat(intervals.stream().filter(interval -> interval.contains(truth)))
                .as("truth %s, intervals %s", truth, intervals)
                .hasSizeGreaterThanOrEqualTo(RUNS - 1);
        assertThat(intervals).allMatch(interval -> interval.width() < truth / 3);
    }

    @Test
    void theGateTellsTheBetterRuleFromTheWorseOne() {
        double gain = BakeryLog.truth(WORLD, 50_000, 77, GENEROUS) - BakeryLog.truth(WORLD, 50_000, 77, SPARING);
        PromotionGate gate = new PromotionGate(ESTIMATOR, Bootstrap.standard(), 1, 10, 500, 1);
        GateVerdict better = gate.judge(log(3), GENEROUS, SPARING);
        GateVerdict worse = gate.judge(log(3), SPARING, GENEROUS);

        assertThat(gain).isGreaterThan(40);
        assertThat(better.passed()).as(better.words()).isTrue();
        assertThat(worse.passed()).as(worse.words()).isFalse();
        assertThat(better.gain().contains(gain))
                .as("%s, %s", gain, better.gain())
                .isTrue();
    }

    private static LoggedCustomers log(int run) {
        return BakeryLog.log(WORLD, 1_000, 1_000 + run, BakeryPolicies.randomRates(run));
    }
}
