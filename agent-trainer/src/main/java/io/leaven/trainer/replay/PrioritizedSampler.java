package io.leaven.trainer.replay;

import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import java.io.IOException;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Prioritised experience replay (Schaul et al., 2016, proportional variant): row i is drawn with probability P(i) = p_i^alpha / sum
 * p^alpha, where p is its last error without sign plus a little, and a new row has the highest p so far. Each draw counts with
 * weight (N P(i))^-beta over the largest weight of the batch. A batch is drawn in equal strata of the running sum.
 */
public final class PrioritizedSampler implements Sampler {

    /** So that a row without error is drawn again some time. */
    private static final double LEAST = 1e-3;

    private final ReplayMemory memory;
    private final double alpha;
    private final double beta;
    private final SumTree priorities;
    private double highest = 1;

    /**
     * @param alpha above 0, to 1: how far priorities count
     * @param beta 0 to 1: how far the weights make up for them
     */
    public PrioritizedSampler(ReplayMemory memory, double alpha, double beta) {
        if (!(alpha > 0 && alpha <= 1 && beta >= 0 && beta <= 1)) {
            throw new IllegalArgumentException(
                    "alpha " + alpha + " must be above 0 and at most 1, beta " + beta + " from 0 to 1");
        }
        this.memory = memory;
        this.alpha = alpha;
        this.beta = beta;
        this.priorities = new SumTree(memory.capacity());
    }

    @Override
    public void added(int row) {
        priorities.set(row, highest);
    }

    @Override
    public void sample(UniformRandomProvider random, Batch into) {
        if (memory.size() == 0) {
            throw new IllegalStateException("nothing to sample from: the replay memory is empty");
        }
        double total = priorities.total();
        double stratum = total / into.size();
        double largest = 0;
        for (int i = 0; i < into.size(); i++) {
            int row = priorities.find((i + random.nextDouble()) * stratum);
            into.rows()[i] = row;
            double weight = Math.pow(memory.size() * priorities.get(row) / total, -beta);
            into.weights()[i] = (float) weight;
            largest = Math.max(largest, weight);
        }
        for (int i = 0; i < into.size(); i++) {
            into.weights()[i] /= (float) largest;
        }
        memory.fill(into);
    }

    @Override
    public void learned(Batch batch) {
        for (int i = 0; i < batch.size(); i++) {
            double priority = Math.pow(Math.abs(batch.errors()[i]) + LEAST, alpha);
            if (Double.isFinite(priority)) {
                priorities.set(batch.rows()[i], priority);
                highest = Math.max(highest, priority);
            }
        }
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("priorities");
        out.writeDouble(highest);
        for (int row = 0; row < memory.size(); row++) {
            out.writeDouble(priorities.get(row));
        }
    }

    /** After the memory was read, whose rows the priorities belong to. */
    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("priorities");
        highest = in.readDouble();
        for (int row = 0; row < memory.size(); row++) {
            priorities.set(row, in.readDouble());
        }
    }
}
