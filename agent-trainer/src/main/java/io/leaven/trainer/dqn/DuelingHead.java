package io.leaven.trainer.dqn;

import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import java.util.List;

/**
 * The dueling architecture (Wang et al., 2016), Q = V + A - mean A, as a constraint on the last layer of a plain network: its first
 * half of inputs is the stream of the value, whose weights are the same for every action; the other half is the stream of the
 * advantages, whose weights add up to 0 over the actions. So nobody who acts on a snapshot needs to know of it.
 */
final class DuelingHead {

    private final int actions;
    private final int inputs;
    private final int valueInputs;
    private final FlatParameters.Layer last;

    /** @throws IllegalArgumentException if the last hidden layer has fewer than two units */
    DuelingHead(NetworkSpec spec) {
        List<FlatParameters.Layer> layers = FlatParameters.layers(spec);
        this.last = layers.get(layers.size() - 1);
        this.actions = last.outputs();
        this.inputs = last.inputs();
        this.valueInputs = inputs / 2;
        if (layers.size() < 2 || valueInputs < 1) {
            throw new IllegalArgumentException("a dueling head needs a last hidden layer of at least two units");
        }
    }

    /** Turns the gradient of the plain network into that of the two streams: value weights move together. */
    void constrain(float[] gradient) {
        for (int input = 0; input < valueInputs; input++) {
            float sum = 0;
            for (int action = 0; action < actions; action++) {
                sum += gradient[last.weight(action, input)];
            }
            for (int action = 0; action < actions; action++) {
                gradient[last.weight(action, input)] = sum;
            }
        }
    }

    /** Puts parameters back onto the constraint. */
    void project(float[] parameters) {
        for (int input = 0; input < inputs; input++) {
            float mean = 0;
            for (int action = 0; action < actions; action++) {
                mean += parameters[last.weight(action, input)] / actions;
            }
            for (int action = 0; action < actions; action++) {
                int at = last.weight(action, input);
                parameters[at] = input < valueInputs ? mean : parameters[at] - mean;
            }
        }
    }
}
