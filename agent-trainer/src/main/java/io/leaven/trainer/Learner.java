package io.leaven.trainer;

import io.leaven.agent.network.NetworkSpec;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import io.leaven.trainer.dyna.ImaginedBatch;
import io.leaven.trainer.replay.Batch;
import java.io.IOException;

/** An algorithm that learns Q-values from batches of transitions. */
public interface Learner extends Checkpointed, AutoCloseable {

    /**
     * What one gradient step saw.
     *
     * @param loss before the step
     * @param meanMaxQ mean over the batch of the highest Q-value of the state, in dollars
     * @param meanError mean over the batch of |Q(state, action taken) - target|, in units of scaled rewards
     * @param gradientNorm length of the gradient, before any clipping
     */
    record Step(double loss, double meanMaxQ, double meanError, double gradientNorm) {

        /** Before the first step. */
        static final Step NONE = new Step(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        void write(CheckpointWriter out) throws IOException {
            out.writeDouble(loss);
            out.writeDouble(meanMaxQ);
            out.writeDouble(meanError);
            out.writeDouble(gradientNorm);
        }

        static Step read(CheckpointReader in) throws IOException {
            return new Step(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        }
    }

    /** Makes one gradient step on a batch of {@link #batchSize}; fills in the batch's errors, and may change its rewards. */
    Step learn(Batch batch);

    /** Makes one gradient step on imagined states: batches of one size. */
    Step plan(ImaginedBatch batch);

    int batchSize();

    NetworkSpec network();

    /** The parameters to act with, as they are now: a copy. */
    float[] parameters();

    /** Whether every parameter is a finite number. */
    boolean isFinite();

    /** Name of the algorithm in snapshots, such as {@code dqn}. */
    String algorithm();

    @Override
    void close();
}
