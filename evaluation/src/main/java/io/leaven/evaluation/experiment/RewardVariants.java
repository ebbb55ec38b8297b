package io.leaven.evaluation.experiment;

import io.leaven.enricher.reward.RewardPreset;
import io.leaven.enricher.reward.RewardWeights;
import io.leaven.evaluation.bakery.UpliftOrigin;
import io.leaven.evaluation.policy.Gap;
import io.leaven.evaluation.policy.Recipe;
import io.leaven.evaluation.policy.StudyResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The same agent under rewards that differ in where their uplift bonus comes from, how much it counts, and whether messages and discounts
 * are paid for. The plain-ticket reward has no bonus; it keeps the terms for tiers, which every reward here has and which are no causal
 * claim.
 */
final class RewardVariants {

    private static final String PLAIN = "plain ticket";
    private static final List<Variant> BONUSES = List.of(
            new Variant("causal", UpliftOrigin.EXPERIMENT),
            new Variant("correlational", UpliftOrigin.HISTORIC_LOG),
            new Variant("log knowing tier", UpliftOrigin.HISTORIC_LOG_KNOWING_TIER));

    private final Recipe agent;
    private final List<Double> weights;

    private record Variant(String name, UpliftOrigin origin) {}

    /**
     * @param agent by any reward
     * @param weights of the bonus, to be tried each
     */
    RewardVariants(Recipe agent, List<Double> weights) {
        this.agent = agent;
        this.weights = weights;
    }

    List<Recipe> recipes() {
        List<Recipe> recipes = new ArrayList<>();
        for (RewardPreset preset : List.of(RewardPreset.CAUSAL, RewardPreset.PAPER)) {
            for (double weight : weights) {
                for (Variant variant : BONUSES) {
                    recipes.add(agent.named(name(variant, weight, preset))
                            .by(variant.origin)
                            .paid(bonus(preset.weights(), weight)));
                }
            }
            recipes.add(agent.named(plain(preset)).paid(bonus(preset.weights(), 0)));
        }
        return recipes;
    }

    /** Of the causal reward against every other of the same costs, and of the same weight if it has one. */
    List<Gap> gaps(StudyResult result) {
        List<Gap> gaps = new ArrayList<>();
        for (RewardPreset preset : List.of(RewardPreset.CAUSAL, RewardPreset.PAPER)) {
            for (double weight : weights) {
                String causal = name(BONUSES.get(0), weight, preset);
                for (Variant variant : BONUSES.subList(1, BONUSES.size())) {
                    gaps.add(result.gap(causal, name(variant, weight, preset)));
                }
                gaps.add(result.gap(causal, plain(preset)));
            }
        }
        return gaps;
    }

    private static String name(Variant variant, double weight, RewardPreset preset) {
        return variant.name + (weight == Math.rint(weight) ? " x" + (long) weight : " x" + weight) + costs(preset);
    }

    private static String plain(RewardPreset preset) {
        return PLAIN + costs(preset);
    }

    private static String costs(RewardPreset preset) {
        return preset == RewardPreset.CAUSAL ? "" : ", no costs";
    }

    private static RewardWeights bonus(RewardWeights weights, double bonus) {
        return new RewardWeights(
                weights.ticket(),
                bonus,
                weights.tierUp(),
                weights.goldKept(),
                weights.tierDrop(),
                weights.messageCost(),
                weights.discountCost(),
                weights.fatigue(),
                weights.upliftQuantile());
    }
}
