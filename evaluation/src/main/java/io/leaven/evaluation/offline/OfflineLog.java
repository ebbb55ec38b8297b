package io.leaven.evaluation.offline;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.enricher.reward.RewardWeights;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.stream.LogStream;
import io.leaven.generator.stream.LoggingPolicy;
import io.leaven.schemas.Transition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/** What the enricher makes of a log. */
public final class OfflineLog {

    private static final Clock STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private OfflineLog() {}

    /**
     * Lets customers live under a logging policy.
     *
     * @param policy one of {@link LoggingPolicy#NAMES}
     * @param into told of each transition, in the order in which steps close
     */
    public static void run(
            CustomerPlan plan, String policy, RewardWeights weights, UpliftSource causal, Consumer<Transition> into) {
        OfflineEnricher enricher = new OfflineEnricher(weights, causal);
        LoggingPolicy logging = LoggingPolicy.named(policy, ActionCatalogue.standard(), plan.seed());
        new LogStream(plan, logging, STILL).forEachRemaining(entry -> {
            entry.decision().ifPresent(enricher::decision);
            enricher.event(entry.event()).transitions().forEach(into);
        });
    }
}
