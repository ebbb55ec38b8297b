package io.leaven.causal.boosting;

/**
 * How boosted trees are grown. The defaults are shallow and heavily regularised: an uplift is a small difference of two
 * large predictions, and trees grown by XGBoost's own defaults (depth 6, eta .3, child weight 1) fit the noise of it: on
 * WORLD.md's experiment they take the correlation with the true effect from .96 to .46 (arm `ad`, profile `paper`).
 *
 * @param rounds trees in the ensemble, 1 or more
 * @param depth splits from the root to a leaf, at most; 1 to 16
 * @param eta the share of each tree that is kept (learning rate), above 0 to 1
 * @param minChildWeight the fewest rows that a leaf may rest on, counted among those that its tree sees (for squared
 *     error the sum of Hessians is the row count)
 * @param subsample the share of rows that each tree sees, above 0 to 1
 * @param lambda L2 penalty on leaf values, 0 or more
 * @param seed of the draw of rows
 * @param threads that grow a tree, 1 or more; with 1 the trees are equal on every machine
 */
public record BoostingSettings(
        int rounds,
        int depth,
        double eta,
        double minChildWeight,
        double subsample,
        double lambda,
        long seed,
        int threads) {

    /** The regularised defaults, seed 1, one thread. */
    public static final BoostingSettings SHALLOW = new BoostingSettings(100, 3, .05, 300, .5, 1, 1, 1);

    public BoostingSettings {
        require(rounds >= 1, "rounds", rounds, "1 or more");
        require(depth >= 1 && depth <= 16, "depth", depth, "from 1 to 16");
        require(eta > 0 && eta <= 1, "eta", eta, "above 0, at most 1");
        require(minChildWeight >= 0, "minChildWeight", minChildWeight, "0 or more");
        require(subsample > 0 && subsample <= 1, "subsample", subsample, "above 0, at most 1");
        require(lambda >= 0, "lambda", lambda, "0 or more");
        require(threads >= 1, "threads", threads, "1 or more");
    }

    public BoostingSettings withRounds(int value) {
        return new BoostingSettings(value, depth, eta, minChildWeight, subsample, lambda, seed, threads);
    }

    public BoostingSettings withDepth(int value) {
        return new BoostingSettings(rounds, value, eta, minChildWeight, subsample, lambda, seed, threads);
    }

    public BoostingSettings withMinChildWeight(double value) {
        return new BoostingSettings(rounds, depth, eta, value, subsample, lambda, seed, threads);
    }

    public BoostingSettings withSeed(long value) {
        return new BoostingSettings(rounds, depth, eta, minChildWeight, subsample, lambda, value, threads);
    }

    private static void require(boolean holds, String name, double value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + value + " but must be " + allowed);
        }
    }
}
