package io.leaven.trainer.dqn;

import io.leaven.agent.network.NetworkSpec;
import io.leaven.trainer.dyna.ImaginedBatch;
import io.leaven.trainer.network.BackpropNetwork;

/**
 * The gradient of an imagined batch by expected updates (Sutton and Barto, 2018, section 8.5): for every state and every action
 *
 * <pre>
 * target = E[reward] + gamma P(a step follows) sum over ways of P(way | state, action) V(future),
 * </pre>
 *
 * where V is judged as the {@link TargetSettings} say. The loss is Huber's or squared error over all actions. Holds native memory
 * until it is closed. Not safe for use by several threads.
 */
final class PlanningNetworks implements AutoCloseable {

    private final DqnSettings settings;
    private final int batchSize;
    private final int actions;
    private final BackpropNetwork online;
    private final BackpropNetwork choosing;
    private final BackpropNetwork valuing;
    private final float[] chosen;
    private final float[] valued;
    private final float[] targets;
    private double meanMaxQ;
    private double meanError;

    PlanningNetworks(DqnSettings settings, NetworkSpec spec, float[] parameters, int batchSize) {
        this.settings = settings;
        this.batchSize = batchSize;
        this.actions = spec.actions();
        int futures = batchSize * ImaginedBatch.FUTURES;
        this.online = new BackpropNetwork(spec, parameters, batchSize);
        this.valuing = new BackpropNetwork(spec, parameters, futures);
        this.choosing = settings.target().doubleDqn() ? new BackpropNetwork(spec, parameters, futures) : valuing;
        this.chosen = new float[futures * actions];
        this.valued = choosing == valuing ? chosen : new float[futures * actions];
        this.targets = new float[batchSize * actions];
    }

    /**
     * Computes the gradient.
     *
     * @param parameters of the network that learns
     * @param judge parameters of the network that judges futures
     * @param into filled with the gradient
     * @return the loss
     */
    double gradient(ImaginedBatch batch, float[] parameters, float[] judge, float[] into) {
        online.set(parameters);
        valuing.set(judge);
        valuing.qValues(batch.futures(), valued);
        if (choosing != valuing) {
            choosing.set(parameters);
            choosing.qValues(batch.futures(), chosen);
        }
        for (int state = 0; state < batchSize; state++) {
            targets(batch, state);
        }
        return online.gradient(batch.states(), this::loss, into);
    }

    private void targets(ImaginedBatch batch, int state) {
        float[] values = new float[ImaginedBatch.FUTURES];
        for (int future = 0; future < values.length; future++) {
            int from = (state * ImaginedBatch.FUTURES + future) * actions;
            values[future] = valued[from + NextValues.best(chosen, from, actions, -1L)];
        }
        for (int action = 0; action < actions; action++) {
            int at = state * actions + action;
            double ahead = 0;
            for (int way = 0; way < ImaginedBatch.WAYS; way++) {
                ahead += batch.chances()[at * ImaginedBatch.WAYS + way]
                        * values[ImaginedBatch.firstFuture(action) + way];
            }
            targets[at] = (float)
                    (settings.rewardScale() * batch.rewards()[at] + settings.gamma() * batch.goesOn()[state] * ahead);
        }
    }

    private double loss(float[] qValues, float[] slopes) {
        double delta = settings.loss().huberDelta() > 0 ? settings.loss().huberDelta() : Double.POSITIVE_INFINITY;
        double sum = 0;
        double errors = 0;
        for (int i = 0; i < qValues.length; i++) {
            double error = qValues[i] - targets[i];
            errors += Math.abs(error);
            sum += huber(error, delta);
            slopes[i] = (float) (Math.max(-delta, Math.min(delta, error)) / batchSize);
        }
        meanError = errors / qValues.length;
        meanMaxQ = 0;
        for (int state = 0; state < batchSize; state++) {
            int from = state * actions;
            meanMaxQ += qValues[from + NextValues.best(qValues, from, actions, -1L)] / batchSize;
        }
        return sum / batchSize;
    }

    private static double huber(double error, double delta) {
        double size = Math.abs(error);
        return size <= delta ? .5 * error * error : delta * (size - .5 * delta);
    }

    /** Of the last gradient, in units of scaled rewards. */
    double meanMaxQ() {
        return meanMaxQ;
    }

    /** Of the last gradient, over all actions. */
    double meanError() {
        return meanError;
    }

    @Override
    public void close() {
        online.close();
        valuing.close();
        if (choosing != valuing) {
            choosing.close();
        }
    }
}
