package io.leaven.agent.policy;

import io.leaven.agent.action.ActionMask;

/**
 * Each allowed action in proportion to exp(Q / temperature) (the Boltzmann policy; Sutton and Barto, 2018, section 2.8).
 *
 * @param temperature above 0, in units of Q; near 0 it is greedy, large it is uniform
 */
public record Softmax(double temperature) implements Policy {

    public Softmax {
        if (!(temperature > 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("temperature " + temperature + " is not above 0");
        }
    }

    /** @throws IllegalArgumentException if the Q-value of an allowed action is missing or not finite */
    @Override
    public double[] probabilities(float[] qValues, ActionMask mask) {
        double highest = qValues[Probabilities.best(qValues, mask)];
        double[] probabilities = new double[mask.size()];
        double sum = 0;
        for (int action = 0; action < probabilities.length; action++) {
            if (mask.allows(action)) {
                probabilities[action] = Math.exp((qValues[action] - highest) / temperature);
                sum += probabilities[action];
            }
        }
        for (int action = 0; action < probabilities.length; action++) {
            probabilities[action] /= sum;
        }
        return Probabilities.summingToOne(probabilities);
    }

    @Override
    public String describe() {
        return "softmax(" + temperature + ")";
    }
}
