package io.leaven.evaluation.bakery;

import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.ExperimentRows;
import io.leaven.enricher.reward.RewardPreset;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.evaluation.offline.OfflineLog;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.stream.LoggingPolicy;
import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.feature.StateFeature;
import java.time.Instant;
import java.util.List;

/** What the bakery did before Leaven (WORLD.md, data set 3, the confounded policy), read as if it had been an experiment. */
final class BakeryHistory {

    private static final int CUSTOMERS = 1_600;

    /** Apart from the seeds of the logs that agents learn from and of the customers that they are judged on. */
    private static final long SEEDS = 20_000_000;

    private BakeryHistory() {}

    /** One row for each step of 1,600 customers: as many rows as the experiment has with 50 steps. */
    static ExperimentData data(WorldProfile world, List<StateFeature> features, int steps, long seed) {
        ExperimentRows rows = new ExperimentRows(features);
        OfflineLog.run(
                CustomerPlan.log(world, SEEDS + seed, CUSTOMERS, steps),
                LoggingPolicy.HISTORIC,
                RewardPreset.PAPER.weights(),
                UpliftSource.NONE,
                step -> rows.add(new ExperimentOutcome(
                        step.getCustomerId(),
                        Instant.EPOCH,
                        step.getChannel() == null ? ExperimentRows.CONTROL : step.getPromotion(),
                        step.getChannel(),
                        step.getState(),
                        step.getReward().getTicket())));
        return rows.build();
    }
}
