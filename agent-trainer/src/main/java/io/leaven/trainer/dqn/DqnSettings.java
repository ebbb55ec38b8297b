package io.leaven.trainer.dqn;

import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a deep Q-network is and how it learns.
 *
 * @param hidden widths of the layers between input and output
 * @param start how its parameters start
 * @param gamma discount of a step, 0 to 1
 * @param batchSize transitions of a gradient step
 * @param learningRate of Adam, above 0
 */
public record DqnSettings(
        List<Integer> hidden, FlatParameters.Start start, double gamma, int batchSize, double learningRate) {

    public DqnSettings {
        hidden = List.copyOf(hidden);
        if (!(gamma >= 0 && gamma <= 1)) {
            throw new IllegalArgumentException("gamma " + gamma + " is not between 0 and 1");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size " + batchSize + " is not 1 or more");
        }
        if (!(learningRate > 0 && Double.isFinite(learningRate))) {
            throw new IllegalArgumentException("learning rate " + learningRate + " is not above 0");
        }
    }

    /** The paper's: 24-24, gamma .95, batches of 50, Adam at .001. */
    public static DqnSettings paper() {
        return new DqnSettings(List.of(24, 24), FlatParameters.Start.UNIFORM, .95, 50, 1e-3);
    }

    /** The network for a state of some width and a number of actions. */
    public NetworkSpec network(int inputs, int actions) {
        List<Integer> layers = new ArrayList<>(List.of(inputs));
        layers.addAll(hidden);
        layers.add(actions);
        return new NetworkSpec(layers);
    }
}
