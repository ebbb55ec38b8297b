package io.leaven.causal.mcmc;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** What one chain leaves behind: a row per kept draw. */
final class ChainDraws {

    final double[][] positions;
    final double[] logDensity;
    final double[] energy;
    final double[] acceptance;
    final int[] treeDepth;
    final int[] leapfrogs;
    final boolean[] divergent;
    double stepSize;
    MassMatrix metric;
    int warmupDivergences;
    long warmupLeapfrogs;
    double warmupSeconds;
    double samplingSeconds;

    ChainDraws(int draws, int dimension) {
        positions = new double[draws][dimension];
        logDensity = new double[draws];
        energy = new double[draws];
        acceptance = new double[draws];
        treeDepth = new int[draws];
        leapfrogs = new int[draws];
        divergent = new boolean[draws];
    }

    private ChainDraws(ChainDraws other, double[][] positions) {
        this.positions = positions;
        logDensity = other.logDensity;
        energy = other.energy;
        acceptance = other.acceptance;
        treeDepth = other.treeDepth;
        leapfrogs = other.leapfrogs;
        divergent = other.divergent;
        stepSize = other.stepSize;
        metric = other.metric;
        warmupDivergences = other.warmupDivergences;
        warmupLeapfrogs = other.warmupLeapfrogs;
        warmupSeconds = other.warmupSeconds;
        samplingSeconds = other.samplingSeconds;
    }

    /** The same with other positions. */
    ChainDraws mapped(UnaryOperator<double[]> function) {
        return new ChainDraws(this, Arrays.stream(positions).map(function).toArray(double[][]::new));
    }

    void record(int row, NoUTurnSampler sampler) {
        System.arraycopy(sampler.position(), 0, positions[row], 0, positions[row].length);
        logDensity[row] = sampler.logDensity();
        energy[row] = sampler.energy();
        acceptance[row] = sampler.acceptance();
        treeDepth[row] = sampler.treeDepth();
        leapfrogs[row] = sampler.leapfrogs();
        divergent[row] = sampler.divergent();
    }
}
