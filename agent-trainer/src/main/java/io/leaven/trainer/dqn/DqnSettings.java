package io.leaven.trainer.dqn;

import io.leaven.agent.network.NetworkSpec;
import io.leaven.trainer.network.LearningRate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a deep Q-network is and how it learns.
 *
 * @param hidden widths of the layers between input and output
 * @param dueling whether the last hidden layer is split into a stream of the value and one of the advantages
 * @param gamma discount of a step, 0 to 1
 * @param batchSize transitions of a gradient step
 * @param rewardScale rewards are multiplied by it before they are learned; snapshots are in dollars all the same
 * @param learningRate of Adam
 * @param mostGradientNorm the gradient is shortened to this length; 0 leaves it as it is
 * @param averaging decay of the moving average of the parameters that snapshots hold, 0 for the newest parameters themselves
 */
public record DqnSettings(
        List<Integer> hidden,
        boolean dueling,
        double gamma,
        int batchSize,
        double rewardScale,
        LearningRate learningRate,
        double mostGradientNorm,
        double averaging,
        TargetSettings target,
        LossSettings loss) {

    public DqnSettings {
        hidden = List.copyOf(hidden);
        if (!(gamma >= 0 && gamma <= 1)) {
            throw new IllegalArgumentException("gamma " + gamma + " is not between 0 and 1");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size " + batchSize + " is not 1 or more");
        }
        if (!(rewardScale > 0 && Double.isFinite(rewardScale))) {
            throw new IllegalArgumentException("reward scale " + rewardScale + " is not above 0");
        }
        if (!(mostGradientNorm >= 0 && Double.isFinite(mostGradientNorm))) {
            throw new IllegalArgumentException("gradient norm " + mostGradientNorm + " is not 0 or more");
        }
        if (!(averaging >= 0 && averaging < 1)) {
            throw new IllegalArgumentException("averaging " + averaging + " is not from 0 to below 1");
        }
    }

    /** The paper's: 24-24, gamma .95, batches of 50, Adam at .001, squared error, no target network. */
    public static DqnSettings paper() {
        return new Builder().build();
    }

    /** Begins with the paper's. */
    public static final class Builder {

        private List<Integer> hidden = List.of(24, 24);
        private boolean dueling;
        private double gamma = .95;
        private int batchSize = 50;
        private double rewardScale = 1;
        private LearningRate learningRate = LearningRate.constant(1e-3);
        private double mostGradientNorm;
        private double averaging;
        private TargetSettings target = TargetSettings.ONLINE;
        private LossSettings loss = LossSettings.SQUARED;

        public Builder hidden(List<Integer> value) {
            hidden = value;
            return this;
        }

        public Builder dueling(boolean value) {
            dueling = value;
            return this;
        }

        public Builder gamma(double value) {
            gamma = value;
            return this;
        }

        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        public Builder rewardScale(double value) {
            rewardScale = value;
            return this;
        }

        public Builder learningRate(LearningRate value) {
            learningRate = value;
            return this;
        }

        public Builder mostGradientNorm(double value) {
            mostGradientNorm = value;
            return this;
        }

        public Builder averaging(double value) {
            averaging = value;
            return this;
        }

        public Builder target(TargetSettings value) {
            target = value;
            return this;
        }

        public Builder loss(LossSettings value) {
            loss = value;
            return this;
        }

        /** @throws IllegalArgumentException if a value is out of range */
        public DqnSettings build() {
            return new DqnSettings(
                    hidden,
                    dueling,
                    gamma,
                    batchSize,
                    rewardScale,
                    learningRate,
                    mostGradientNorm,
                    averaging,
                    target,
                    loss);
        }
    }

    /** The network for a state of some width and a number of actions. */
    public NetworkSpec network(int inputs, int actions) {
        List<Integer> layers = new ArrayList<>(List.of(inputs));
        layers.addAll(hidden);
        layers.add(actions);
        return new NetworkSpec(layers);
    }

    TargetRule targetRule(NetworkSpec spec, float[] start) {
        return target.hasNetwork() ? new NetworkTarget(target, gamma, spec, start, batchSize) : new OnlineTarget(gamma);
    }
}
