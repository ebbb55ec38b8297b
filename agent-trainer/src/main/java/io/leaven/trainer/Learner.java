package io.leaven.trainer;

import io.leaven.agent.network.NetworkSpec;
import io.leaven.trainer.replay.Batch;

/** An algorithm that learns Q-values from batches of transitions. */
public interface Learner extends AutoCloseable {

    /**
     * What one gradient step saw.
     *
     * @param loss before the step
     * @param meanMaxQ mean over the batch of the highest Q-value of the state
     */
    record Step(double loss, double meanMaxQ) {}

    /** Makes one gradient step on a batch of {@link #batchSize}. */
    Step learn(Batch batch);

    int batchSize();

    NetworkSpec network();

    /** The parameters as they are now: a copy. */
    float[] parameters();

    /** Whether every parameter is a finite number. */
    boolean isFinite();

    /** Name of the algorithm in snapshots, such as {@code dqn}. */
    String algorithm();

    @Override
    void close();
}
