package io.leaven.enricher.causal;

import io.leaven.causal.model.ChannelWeights;
import io.leaven.causal.model.InvalidModelException;
import io.leaven.causal.uplift.CateModel;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.feature.StateFeature;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The models of one moment.
 *
 * @param uplift null before the first
 * @param mediaMix null before the first
 */
public record CausalModels(Uplift uplift, ChannelWeights mediaMix) implements UpliftSource {

    static final CausalModels NONE = new CausalModels(null, null);

    /**
     * Two models of one moment.
     *
     * @throws InvalidModelException if the uplift model wants a feature that no state has
     */
    public static CausalModels of(CateModel uplift, ChannelWeights mediaMix) throws InvalidModelException {
        return new CausalModels(Uplift.of(uplift, false), mediaMix);
    }

    /**
     * An uplift model, ready to score states.
     *
     * @param promotions that the model knows
     * @param features in the order of the model's columns
     */
    public record Uplift(CateModel model, Set<String> promotions, List<StateFeature> features) {

        /**
         * @param needsStandardErrors whether the reward asks for bounds
         * @throws InvalidModelException if the model wants a feature that no state has, or lacks standard errors that are needed
         */
        static Uplift of(CateModel model, boolean needsStandardErrors) throws InvalidModelException {
            if (needsStandardErrors && !model.hasStandardErrors()) {
                throw new InvalidModelException("causal model '" + model.version()
                        + "' has no standard errors, but the reward asks for a quantile of its uplift; fit it with"
                        + " replicates");
            }
            try {
                List<StateFeature> features =
                        model.features().stream().map(StateFeature::byLabel).toList();
                return new Uplift(model, Set.copyOf(model.arms()), features);
            } catch (IllegalArgumentException e) {
                throw new InvalidModelException("causal model '" + model.version() + "': " + e.getMessage(), e);
            }
        }

        private double tau(CustomerState state, String promotion, double z) {
            if (!promotions.contains(promotion)) {
                return 0;
            }
            return model.bound(row(state), promotion, z);
        }

        private Map<String, Double> upperBounds(CustomerState state, double z) {
            if (!model.hasStandardErrors()) {
                return null;
            }
            double[] row = row(state);
            Map<String, Double> bounds = new HashMap<>();
            promotions.forEach(promotion -> bounds.put(promotion, model.bound(row, promotion, z)));
            return bounds;
        }

        private double[] row(CustomerState state) {
            double[] row = new double[features.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = features.get(i).of(state);
            }
            return row;
        }
    }

    CausalModels with(Uplift newer) {
        return new CausalModels(newer, mediaMix);
    }

    CausalModels with(ChannelWeights newer) {
        return new CausalModels(uplift, newer);
    }

    @Override
    public double tau(CustomerState state, String promotion, double z) {
        return uplift == null ? 0 : uplift.tau(state, promotion, z);
    }

    @Override
    public Map<String, Double> upperBounds(CustomerState state, double z) {
        return uplift == null ? null : uplift.upperBounds(state, z);
    }

    @Override
    public double weight(String channel) {
        return mediaMix == null ? 1 : mediaMix.of(channel);
    }

    @Override
    public String upliftVersion() {
        return uplift == null ? null : uplift.model.version();
    }

    @Override
    public String mediaMixVersion() {
        return mediaMix == null ? null : mediaMix.version();
    }
}
