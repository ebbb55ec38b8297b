package io.leaven.causal.model;

import java.util.Map;

/**
 * What a message over a channel is worth relative to the mean over channels, from a media mix model.
 *
 * @param version of the model
 * @param weights by channel: posterior mean return on spend over its mean, finite and 0 or more
 */
public record ChannelWeights(String version, Map<String, Double> weights) {

    public ChannelWeights {
        weights = Map.copyOf(weights);
        weights.forEach((channel, weight) -> {
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("channel '" + channel + "' weighs " + weight);
            }
        });
    }

    /** The weight of a channel; 1 for one that the model does not know. */
    public double of(String channel) {
        return weights.getOrDefault(channel, 1.0);
    }
}
