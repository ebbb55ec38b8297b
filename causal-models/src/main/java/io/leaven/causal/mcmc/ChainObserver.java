package io.leaven.causal.mcmc;

/** Hears of every iteration, to show progress, and may end the run. Called from the threads of the chains, several at once. */
@FunctionalInterface
public interface ChainObserver {

    /**
     * One iteration is done.
     *
     * @param chain from 0
     * @param iteration from 0, warm-up first
     * @param warmup whether it belonged to warm-up
     * @param divergent whether its trajectory diverged
     * @return false to stop all chains; {@link Chains#sample} then throws a CancellationException
     */
    boolean goesOn(int chain, int iteration, boolean warmup, boolean divergent);

    /** Looks at nothing and never stops. */
    static ChainObserver none() {
        return (chain, iteration, warmup, divergent) -> true;
    }
}
