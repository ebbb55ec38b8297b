package io.leaven.agent.snapshot;

import java.util.Map;

/**
 * Where a snapshot comes from.
 *
 * @param seed of the trainer
 * @param gradientSteps made so far
 * @param transitions seen so far
 * @param positions next offset to read, by partition of the replay topic
 * @param settings that it was trained with
 */
public record Provenance(
        long seed, long gradientSteps, long transitions, Map<Integer, Long> positions, Map<String, String> settings) {

    public Provenance {
        positions = Map.copyOf(positions);
        settings = Map.copyOf(settings);
    }
}
