package io.leaven.evaluation.offline;

import io.leaven.enricher.reward.RewardFunction;
import io.leaven.enricher.reward.RewardWeights;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.enricher.step.StepLimits;
import io.leaven.enricher.step.StepLogic;
import io.leaven.enricher.step.StepOutcome;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.Decision;
import io.leaven.schemas.feature.CustomerHistory;
import java.util.HashMap;
import java.util.Map;

/** The enricher's step logic with a map for its store. Not safe for use by several threads. */
final class OfflineEnricher {

    private static final StepLimits LIMITS = new StepLimits(Long.MAX_VALUE / 2, 64, 64);
    private static final CustomerHistory HISTORY = new CustomerHistory(.75, .8);

    private final StepLogic logic;
    private final Map<String, CustomerStepState> memories = new HashMap<>();

    OfflineEnricher(RewardWeights weights, UpliftSource causal) {
        this.logic = new StepLogic(LIMITS, HISTORY, new RewardFunction(weights), () -> causal);
    }

    StepOutcome event(CustomerEvent event) {
        return kept(event.getCustomerId(), logic.event(memories.get(event.getCustomerId()), event, 0));
    }

    StepOutcome decision(Decision decision) {
        return kept(decision.getCustomerId(), logic.decision(memories.get(decision.getCustomerId()), decision));
    }

    private StepOutcome kept(String customerId, StepOutcome outcome) {
        memories.put(customerId, outcome.state());
        return outcome;
    }
}
