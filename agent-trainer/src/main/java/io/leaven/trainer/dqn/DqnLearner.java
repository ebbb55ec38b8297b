package io.leaven.trainer.dqn;

import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.trainer.Learner;
import io.leaven.trainer.replay.Batch;

/**
 * Deep Q-learning (Mnih et al., 2015): each step moves Q(state, action taken) towards a target. What the target is, how an
 * error counts and how parameters move are parts that can be exchanged. Holds native memory until it is closed. Not safe for
 * use by several threads.
 */
public final class DqnLearner implements Learner {

    private final BackpropNetwork network;
    private final TargetRule targetRule;
    private final Loss loss;
    private final Optimiser optimiser;
    private final int batchSize;
    private final float[] parameters;
    private final float[] gradient;
    private final float[] targets;

    /** @param parameters to begin with; copied */
    public DqnLearner(
            NetworkSpec spec,
            float[] parameters,
            int batchSize,
            TargetRule targetRule,
            Loss loss,
            Optimiser optimiser) {
        this.network = new BackpropNetwork(spec, parameters, batchSize);
        this.parameters = parameters.clone();
        this.batchSize = batchSize;
        this.targetRule = targetRule;
        this.loss = loss;
        this.optimiser = optimiser;
        this.gradient = new float[parameters.length];
        this.targets = new float[batchSize];
    }

    /**
     * The paper's learner: squared error, the learning network as its own target, Adam.
     *
     * @param seed of the parameters to begin with
     */
    public static DqnLearner create(DqnSettings settings, int inputs, int actions, long seed) {
        NetworkSpec spec = settings.network(inputs, actions);
        return new DqnLearner(
                spec,
                FlatParameters.initial(spec, settings.start(), seed),
                settings.batchSize(),
                new OnlineTarget(settings.gamma()),
                new SquaredError(),
                new Adam(settings.learningRate(), spec.parameterCount()));
    }

    @Override
    public Step learn(Batch batch) {
        int actions = network.spec().actions();
        targetRule.targets(batch, network, targets);
        double[] meanMaxQ = new double[1];
        double value = network.gradient(
                batch.states(),
                (qValues, slopes) -> {
                    meanMaxQ[0] = meanMaxQ(qValues, actions);
                    return loss.slope(batch, actions, targets, qValues, slopes);
                },
                gradient);
        optimiser.step(parameters, gradient);
        network.set(parameters);
        return new Step(value, meanMaxQ[0]);
    }

    private static double meanMaxQ(float[] qValues, int actions) {
        double sum = 0;
        for (int from = 0; from < qValues.length; from += actions) {
            float highest = qValues[from];
            for (int action = 1; action < actions; action++) {
                highest = Math.max(highest, qValues[from + action]);
            }
            sum += highest;
        }
        return sum * actions / qValues.length;
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public NetworkSpec network() {
        return network.spec();
    }

    @Override
    public float[] parameters() {
        return parameters.clone();
    }

    @Override
    public boolean isFinite() {
        return FlatParameters.areFinite(parameters);
    }

    @Override
    public String algorithm() {
        return "dqn";
    }

    @Override
    public void close() {
        network.close();
    }
}
