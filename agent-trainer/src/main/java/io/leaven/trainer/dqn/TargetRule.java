package io.leaven.trainer.dqn;

import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import io.leaven.trainer.network.BackpropNetwork;
import io.leaven.trainer.replay.Batch;
import java.io.IOException;

/** What the Q-values of the actions taken should have been. May hold native memory until it is closed. */
public interface TargetRule extends Checkpointed, AutoCloseable {

    /**
     * Computes the target of each transition.
     *
     * @param online the network that learns
     * @param into one number for each transition
     */
    void targets(Batch batch, BackpropNetwork online, float[] into);

    /**
     * Told of every gradient step.
     *
     * @param step 1, 2, ...
     * @param parameters of the network that learns, after the step; not to be kept
     */
    default void stepped(long step, float[] parameters) {}

    /** Parameters of the network that judges next states: those of the network that learns, if there is no other. */
    default float[] judge(float[] online) {
        return online;
    }

    @Override
    default void write(CheckpointWriter out) throws IOException {}

    @Override
    default void read(CheckpointReader in) throws IOException {}

    @Override
    default void close() {}
}
