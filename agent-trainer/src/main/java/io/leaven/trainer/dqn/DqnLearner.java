package io.leaven.trainer.dqn;

import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.trainer.Learner;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.UnfitCheckpointException;
import io.leaven.trainer.dyna.ImaginedBatch;
import io.leaven.trainer.network.Adam;
import io.leaven.trainer.network.BackpropNetwork;
import io.leaven.trainer.replay.Batch;
import java.io.IOException;
import java.util.List;

/**
 * Deep Q-learning (Mnih et al., 2015): each step moves Q(state, action taken) towards a target. What the target is, how an
 * error counts and how parameters move are parts that can be exchanged. Holds native memory until it is closed. Not safe for
 * use by several threads.
 */
public final class DqnLearner implements Learner {

    private final DqnSettings settings;
    private final BackpropNetwork network;
    private final TargetRule targetRule;
    private final Loss loss;
    private final Adam optimiser;
    private final DuelingHead dueling;
    private final float[] parameters;
    private final float[] average;
    private final float[] gradient;
    private final float[] targets;
    private PlanningNetworks planning;
    private long steps;

    /**
     * @param inputs width of a state
     * @param start parameters to begin with; copied
     */
    public DqnLearner(DqnSettings settings, int inputs, int actions, float[] start) {
        NetworkSpec spec = settings.network(inputs, actions);
        this.settings = settings;
        this.parameters = start.clone();
        this.dueling = settings.dueling() ? new DuelingHead(spec) : null;
        if (dueling != null) {
            dueling.project(parameters);
        }
        this.network = new BackpropNetwork(spec, parameters, settings.batchSize());
        this.targetRule = settings.targetRule(spec, parameters);
        this.loss = settings.loss().loss();
        this.optimiser = new Adam(settings.learningRate(), parameters.length);
        this.average = settings.averaging() > 0 ? parameters.clone() : null;
        this.gradient = new float[parameters.length];
        this.targets = new float[settings.batchSize()];
    }

    /** @param seed of the parameters to begin with */
    public static DqnLearner create(DqnSettings settings, int inputs, int actions, long seed) {
        NetworkSpec spec = settings.network(inputs, actions);
        return new DqnLearner(
                settings, inputs, actions, FlatParameters.initial(spec, FlatParameters.Start.UNIFORM, seed));
    }

    @Override
    public Step learn(Batch batch) {
        int actions = network.spec().actions();
        scaleRewards(batch);
        targetRule.targets(batch, network, targets);
        double[] meanMaxQ = new double[1];
        double value = network.gradient(
                batch.states(),
                (qValues, slopes) -> {
                    meanMaxQ[0] = meanMaxQ(qValues, actions);
                    for (int i = 0; i < targets.length; i++) {
                        batch.errors()[i] = qValues[i * actions + batch.actions()[i]] - targets[i];
                    }
                    return loss.slope(batch, actions, targets, qValues, slopes);
                },
                gradient);
        double norm = stepDown();
        return new Step(value, meanMaxQ[0] / settings.rewardScale(), batch.meanError(), norm);
    }

    @Override
    public Step plan(ImaginedBatch batch) {
        if (planning == null) {
            planning = new PlanningNetworks(settings, network.spec(), parameters, batch.size());
        }
        double value = planning.gradient(batch, parameters, targetRule.judge(parameters), gradient);
        double norm = stepDown();
        return new Step(value, planning.meanMaxQ() / settings.rewardScale(), planning.meanError(), norm);
    }

    /** Moves the parameters against the gradient; its length before it is shortened. */
    private double stepDown() {
        if (dueling != null) {
            dueling.constrain(gradient);
        }
        double norm = clip();
        optimiser.step(parameters, gradient);
        if (dueling != null) {
            dueling.project(parameters);
        }
        network.set(parameters);
        steps++;
        targetRule.stepped(steps, parameters);
        keepAverage();
        return norm;
    }

    private void scaleRewards(Batch batch) {
        if (settings.rewardScale() != 1) {
            for (int i = 0; i < batch.size(); i++) {
                batch.rewards()[i] *= (float) settings.rewardScale();
            }
        }
    }

    /** The gradient's length before it is shortened. */
    private double clip() {
        double sum = 0;
        for (float slope : gradient) {
            sum += (double) slope * slope;
        }
        double norm = Math.sqrt(sum);
        if (settings.mostGradientNorm() > 0 && norm > settings.mostGradientNorm()) {
            float shorter = (float) (settings.mostGradientNorm() / norm);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= shorter;
            }
        }
        return norm;
    }

    /** Early on the average covers all steps alike, so that the first parameters do not linger in it. */
    private void keepAverage() {
        if (average != null) {
            float share = (float) Math.max(1 - settings.averaging(), 1.0 / steps);
            for (int i = 0; i < average.length; i++) {
                average[i] += share * (parameters[i] - average[i]);
            }
        }
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
        return settings.batchSize();
    }

    @Override
    public NetworkSpec network() {
        return network.spec();
    }

    /** {@inheritDoc} They give Q-values in dollars, whatever the scale of the rewards. */
    @Override
    public float[] parameters() {
        float[] published = (average == null ? parameters : average).clone();
        if (settings.rewardScale() != 1) {
            List<FlatParameters.Layer> layers = FlatParameters.layers(network.spec());
            for (int i = layers.get(layers.size() - 1).weights(); i < published.length; i++) {
                published[i] /= (float) settings.rewardScale();
            }
        }
        return published;
    }

    @Override
    public boolean isFinite() {
        return FlatParameters.areFinite(parameters);
    }

    @Override
    public String algorithm() {
        return (settings.target().doubleDqn() ? "double-" : "") + (settings.dueling() ? "dueling-" : "") + "dqn";
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("learner");
        out.writeInt(parameters.length);
        out.writeFloats(parameters, parameters.length);
        if (average != null) {
            out.writeFloats(average, average.length);
        }
        out.writeLong(steps);
        optimiser.write(out);
        targetRule.write(out);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("learner");
        int count = in.readInt();
        if (count != parameters.length) {
            throw new UnfitCheckpointException(
                    "it holds a network of " + count + " parameters, but the one here has " + parameters.length);
        }
        in.readFloats(parameters, parameters.length);
        if (average != null) {
            in.readFloats(average, average.length);
        }
        steps = in.readLong();
        optimiser.read(in);
        targetRule.read(in);
        network.set(parameters);
    }

    @Override
    public void close() {
        network.close();
        targetRule.close();
        if (planning != null) {
            planning.close();
        }
    }
}
