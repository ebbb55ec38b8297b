package io.leaven.trainer.dqn;

import io.leaven.agent.network.NetworkSpec;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.network.BackpropNetwork;
import io.leaven.trainer.replay.Batch;
import java.io.IOException;

/**
 * A second network as judge of the next state (Mnih et al., 2015), which follows the learning one with a delay, by copies or by
 * small steps. With double DQN the learning network chooses the next action and this one values it, which takes away the bias of a
 * maximum over noisy values (van Hasselt et al., 2016):
 *
 * <pre>
 * reward + gamma^elapsed Q_target(next state, argmax over allowed a' of Q(next state, a')).
 * </pre>
 *
 * Holds native memory until it is closed. Not safe for use by several threads.
 */
final class NetworkTarget implements TargetRule {

    private final TargetSettings settings;
    private final double gamma;
    private final BackpropNetwork target;
    private final float[] parameters;
    private final float[] choosing;
    private final float[] valuing;

    /**
     * @param start parameters to begin with; copied
     * @param rows of every batch
     */
    NetworkTarget(TargetSettings settings, double gamma, NetworkSpec spec, float[] start, int rows) {
        this.settings = settings;
        this.gamma = gamma;
        this.target = new BackpropNetwork(spec, start, rows);
        this.parameters = start.clone();
        this.choosing = new float[rows * spec.actions()];
        this.valuing = new float[rows * spec.actions()];
    }

    @Override
    public void targets(Batch batch, BackpropNetwork online, float[] into) {
        target.qValues(batch.nextStates(), valuing);
        if (settings.doubleDqn()) {
            online.qValues(batch.nextStates(), choosing);
        }
        float[] chooser = settings.doubleDqn() ? choosing : valuing;
        NextValues.targets(batch, target.spec().actions(), gamma, chooser, valuing, into);
    }

    @Override
    public void stepped(long step, float[] online) {
        if (settings.interval() > 0) {
            if (step % settings.interval() == 0) {
                System.arraycopy(online, 0, parameters, 0, parameters.length);
                target.set(parameters);
            }
            return;
        }
        float rate = (float) settings.rate();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += rate * (online[i] - parameters[i]);
        }
        target.set(parameters);
    }

    @Override
    public float[] judge(float[] online) {
        return parameters;
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.writeFloats(parameters, parameters.length);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.readFloats(parameters, parameters.length);
        target.set(parameters);
    }

    @Override
    public void close() {
        target.close();
    }
}
