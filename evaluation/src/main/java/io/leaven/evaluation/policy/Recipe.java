package io.leaven.evaluation.policy;

import io.leaven.enricher.reward.RewardPreset;
import io.leaven.enricher.reward.RewardWeights;
import io.leaven.evaluation.bakery.UpliftOrigin;
import io.leaven.generator.stream.LoggingPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an agent comes to be.
 *
 * @param name of its row
 * @param log one of the logging policies' names
 * @param customers of the log
 * @param reward what it is paid
 * @param uplift what the reward's uplift is learned from
 * @param settings of the trainer, by key
 * @param online what it learns in closed loop after the log, if anything
 */
public record Recipe(
        String name,
        String log,
        int customers,
        RewardWeights reward,
        UpliftOrigin uplift,
        Map<String, String> settings,
        Optional<Online> online) {

    /**
     * Learning from customers that live by the agent itself, exploring as it says.
     *
     * @param customers new ones
     * @param steps that are learned from, of each life
     */
    public record Online(int customers, int steps) {}

    public Recipe {
        settings = Map.copyOf(settings);
    }

    /** An agent of a preset, paid for what messages cost, from a log that knows rested customers. */
    public static Recipe preset(String name, String preset, int customers) {
        return new Recipe(
                name,
                LoggingPolicy.VARIED,
                customers,
                RewardPreset.CAUSAL.weights(),
                UpliftOrigin.EXPERIMENT,
                Map.of("trainer.preset", preset),
                Optional.empty());
    }

    /**
     * The paper's agent: messages are free, and it learns from the whole log of random messages at once, in ten episodes by batches of
     * 50.
     *
     * @param steps of each life
     * @param passes of an episode over the log; the paper does not tell
     */
    public static Recipe paper(String name, int customers, int steps, int passes) {
        int transitions = customers * steps;
        return new Recipe(
                name,
                LoggingPolicy.RANDOM,
                customers,
                RewardPreset.PAPER.weights(),
                UpliftOrigin.EXPERIMENT,
                Map.of(
                        "trainer.preset", "paper",
                        "trainer.warmup.transitions", Integer.toString(transitions),
                        "trainer.memory.transitions", Integer.toString(transitions),
                        "trainer.updates.per.transition", Double.toString(passes * 10 / 50.0)),
                Optional.empty());
    }

    public Recipe named(String other) {
        return new Recipe(other, log, customers, reward, uplift, settings, online);
    }

    public Recipe paid(RewardWeights other) {
        return new Recipe(name, log, customers, other, uplift, settings, online);
    }

    public Recipe by(UpliftOrigin other) {
        return new Recipe(name, log, customers, reward, other, settings, online);
    }

    public Recipe thenOnline(Online learning) {
        return new Recipe(name, log, customers, reward, uplift, settings, Optional.of(learning));
    }

    /** With other settings of the trainer, which go before those that it has. */
    public Recipe with(Map<String, String> other) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(other);
        return new Recipe(name, log, customers, reward, uplift, all, online);
    }
}
