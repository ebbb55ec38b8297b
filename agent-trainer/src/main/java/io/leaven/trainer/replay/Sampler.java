package io.leaven.trainer.replay;

import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import org.apache.commons.rng.UniformRandomProvider;

/** Chooses what to learn from next. Not safe for use by several threads. */
public interface Sampler extends Checkpointed {

    /** Told of a row of the memory that holds a new transition. */
    void added(int row);

    /**
     * Fills a batch.
     *
     * @throws IllegalStateException if the memory is empty
     */
    void sample(UniformRandomProvider random, Batch into);

    /** Told of a batch after its gradient step, with its errors. */
    void learned(Batch batch);

    /** Every transition alike. */
    static Sampler uniform(ReplayMemory memory) {
        return new Sampler() {
            @Override
            public void added(int row) {}

            @Override
            public void sample(UniformRandomProvider random, Batch into) {
                memory.sample(random, into);
            }

            @Override
            public void learned(Batch batch) {}

            @Override
            public void write(CheckpointWriter out) {}

            @Override
            public void read(CheckpointReader in) {}
        };
    }
}
