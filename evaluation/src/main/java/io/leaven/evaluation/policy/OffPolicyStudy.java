package io.leaven.evaluation.policy;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.evaluation.bakery.RuleOfThumb;
import io.leaven.evaluation.bakery.TrueRewards;
import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.evaluation.ActionParts;
import io.leaven.trainer.evaluation.Bootstrap;
import io.leaven.trainer.evaluation.DoublyRobust;
import io.leaven.trainer.evaluation.FittedQEvaluation;
import io.leaven.trainer.evaluation.Interval;
import io.leaven.trainer.evaluation.LinearModel;
import io.leaven.trainer.evaluation.LoggedCustomers;
import io.leaven.trainer.evaluation.MarginalDoublyRobust;
import io.leaven.trainer.evaluation.OffPolicyEstimator;
import io.leaven.trainer.evaluation.PerDecisionImportanceSampling;
import io.leaven.trainer.evaluation.PolicyOnLog;
import io.leaven.trainer.evaluation.QModel;
import io.leaven.trainer.evaluation.WeightedImportanceSampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Off-policy estimates against the truth: on many logs of one world, how often each estimator's 95% interval holds what a rule of
 * thumb is truly worth, which many other customers show who live by it. Repeats exactly for the same plan.
 */
public final class OffPolicyStudy {

    private static final double GAMMA = 1;

    private final Plan plan;

    /**
     * What to run.
     *
     * @param runs logs
     * @param customers of each log
     * @param trueCustomers who show what a rule is worth
     * @param steps of each life
     * @param seed of the first log; those of the others follow
     */
    public record Plan(WorldProfile world, int runs, int customers, int trueCustomers, int steps, long seed) {}

    public OffPolicyStudy(Plan plan) {
        this.plan = plan;
    }

    /** All of them; those that need a model have one that is linear within each tier, fitted once where they can share it. */
    private static List<OffPolicyEstimator> estimators(PolicyOnLog policy) {
        LinearModel model = LinearModel.byTier(ActionParts.of(ActionCatalogue.standard()), StateFeature.WITH_HISTORY);
        FittedQEvaluation fitted = new FittedQEvaluation(model);
        double[] qValues = fitted.qValues(policy, GAMMA);
        QModel known = (any, gamma) -> qValues;
        return List.of(
                new PerDecisionImportanceSampling(),
                new WeightedImportanceSampling(),
                DoublyRobust.plain(known),
                DoublyRobust.selfNormalised(known),
                fitted,
                new MarginalDoublyRobust(model));
    }

    /** How many times {@code done} is told. */
    public int parts() {
        return RuleOfThumb.ALL.size() * (1 + plan.runs);
    }

    /**
     * Runs all.
     *
     * @param done told after each part; may throw to stop
     */
    public List<OffPolicyRow> run(Runnable done) {
        Map<RuleOfThumb, Double> truths = new LinkedHashMap<>();
        for (RuleOfThumb rule : RuleOfThumb.ALL) {
            truths.put(rule, TrueRewards.worth(plan.world, rule, plan.seed - 1, plan.trueCustomers, plan.steps));
            done.run();
        }
        Map<RuleOfThumb, Map<String, List<Interval>>> intervals = new LinkedHashMap<>();
        for (int run = 0; run < plan.runs; run++) {
            LoggedCustomers log = TrueRewards.log(plan.world, plan.seed + run, plan.customers, plan.steps);
            for (RuleOfThumb rule : RuleOfThumb.ALL) {
                PolicyOnLog policy = new PolicyOnLog(log, rule.target());
                for (OffPolicyEstimator estimator : estimators(policy)) {
                    intervals
                            .computeIfAbsent(rule, any -> new LinkedHashMap<>())
                            .computeIfAbsent(estimator.name(), any -> new ArrayList<>())
                            .add(Bootstrap.standard().interval(estimator.contributions(policy, GAMMA)));
                }
                done.run();
            }
        }
        List<OffPolicyRow> rows = new ArrayList<>();
        intervals.forEach((rule, byEstimator) -> byEstimator.forEach((estimator, all) ->
                rows.add(OffPolicyRow.of(plan.world.name(), rule.name(), estimator, truths.get(rule), all))));
        return rows;
    }
}
