package io.leaven.causal.mcmc;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Draws of several chains with what the sampler noted at each. Chains, draws and parameters count from 0; positions are those of
 * R^n. {@link #parameter} and {@link #quantity} give the form double[chain][draw] that {@link Diagnostics} take. Immutable.
 */
public final class Draws {

    private final List<ChainDraws> chains;
    private final double seconds;

    Draws(List<ChainDraws> chains, double seconds) {
        this.chains = List.copyOf(chains);
        this.seconds = seconds;
    }

    public int chains() {
        return chains.size();
    }

    /** Draws in each chain. */
    public int draws() {
        return chains.get(0).positions.length;
    }

    /** Number of parameters. */
    public int dimension() {
        return chains.get(0).positions[0].length;
    }

    /** All parameters of one draw, a copy. */
    public double[] position(int chain, int draw) {
        return chains.get(chain).positions[draw].clone();
    }

    /** The same draws on the scale of the model: each coordinate mapped by its transform. */
    public Draws constrained(List<Transform> transforms) {
        if (transforms.size() != dimension()) {
            throw new IllegalArgumentException(
                    "draws of " + dimension() + " parameters need as many transforms, not " + transforms.size());
        }
        return new Draws(
                chains.stream()
                        .map(chain -> chain.mapped(position -> TransformedDensity.constrain(transforms, position)))
                        .toList(),
                seconds);
    }

    /** One parameter: [chain][draw]. */
    public double[][] parameter(int index) {
        return quantity(position -> position[index]);
    }

    /** A function of the position at every draw: [chain][draw]. The function must not keep or change its argument. */
    public double[][] quantity(ToDoubleFunction<double[]> function) {
        double[][] values = new double[chains()][draws()];
        for (int chain = 0; chain < values.length; chain++) {
            double[][] positions = chains.get(chain).positions;
            for (int draw = 0; draw < positions.length; draw++) {
                values[chain][draw] = function.applyAsDouble(positions[draw]);
            }
        }
        return values;
    }

    /** Log density at every draw: [chain][draw]. */
    public double[][] logDensity() {
        return chains.stream().map(chain -> chain.logDensity.clone()).toArray(double[][]::new);
    }

    /** Hamiltonian at every draw, for {@link Diagnostics#eBfmi}: [chain][draw]. */
    public double[][] energy() {
        return chains.stream().map(chain -> chain.energy.clone()).toArray(double[][]::new);
    }

    /** Acceptance statistic of every trajectory: [chain][draw]. */
    public double[][] acceptance() {
        return chains.stream().map(chain -> chain.acceptance.clone()).toArray(double[][]::new);
    }

    /** Doublings of every trajectory: [chain][draw]. */
    public int[][] treeDepth() {
        return chains.stream().map(chain -> chain.treeDepth.clone()).toArray(int[][]::new);
    }

    /** Gradient evaluations of every trajectory: [chain][draw]. */
    public int[][] leapfrogs() {
        return chains.stream().map(chain -> chain.leapfrogs.clone()).toArray(int[][]::new);
    }

    /** Whether a trajectory diverged: [chain][draw]. */
    public boolean[][] divergent() {
        return chains.stream().map(chain -> chain.divergent.clone()).toArray(boolean[][]::new);
    }

    /** Divergent trajectories after warm-up, over all chains. Any makes the draws suspect. */
    public int divergences() {
        int count = 0;
        for (ChainDraws chain : chains) {
            for (boolean divergent : chain.divergent) {
                count += divergent ? 1 : 0;
            }
        }
        return count;
    }

    /** Divergent trajectories during warm-up, over all chains; harmless. */
    public int warmupDivergences() {
        return chains.stream().mapToInt(chain -> chain.warmupDivergences).sum();
    }

    /** Gradient evaluations after warm-up, over all chains. */
    public long totalLeapfrogs() {
        long sum = 0;
        for (ChainDraws chain : chains) {
            for (int leapfrogs : chain.leapfrogs) {
                sum += leapfrogs;
            }
        }
        return sum;
    }

    /** Gradient evaluations in warm-up, over all chains. */
    public long warmupLeapfrogs() {
        return chains.stream().mapToLong(chain -> chain.warmupLeapfrogs).sum();
    }

    /** Step size of a chain after warm-up. */
    public double stepSize(int chain) {
        return chains.get(chain).stepSize;
    }

    /** Mass matrix of a chain after warm-up. */
    public MassMatrix metric(int chain) {
        return chains.get(chain).metric;
    }

    /** Seconds that the warm-up of a chain took; 0 without a clock. */
    public double warmupSeconds(int chain) {
        return chains.get(chain).warmupSeconds;
    }

    /** Seconds that a chain took after its warm-up; 0 without a clock. */
    public double samplingSeconds(int chain) {
        return chains.get(chain).samplingSeconds;
    }

    /** Seconds from the start of the first chain to the end of the last; 0 without a clock. */
    public double seconds() {
        return seconds;
    }
}
