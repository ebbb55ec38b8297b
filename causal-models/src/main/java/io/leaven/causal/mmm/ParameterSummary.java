package io.leaven.causal.mmm;

import io.leaven.causal.mcmc.Diagnostics;

/**
 * The posterior of one parameter of the scaled model, and how well its draws know it (Vehtari et al. 2021).
 *
 * @param name such as {@code beta[tv]}
 * @param mean posterior mean
 * @param sd posterior standard deviation
 * @param q5 5% quantile
 * @param q95 95% quantile
 * @param rhat rank-normalised split R-hat
 * @param essBulk effective sample size of the bulk
 * @param essTail effective sample size of the tails
 * @param mcse Monte Carlo standard error of the mean
 */
public record ParameterSummary(
        String name,
        double mean,
        double sd,
        double q5,
        double q95,
        double rhat,
        double essBulk,
        double essTail,
        double mcse) {

    /** From draws [chain][draw]. */
    static ParameterSummary of(String name, double[][] draws) {
        return new ParameterSummary(
                name,
                Diagnostics.mean(draws),
                Diagnostics.sd(draws),
                Diagnostics.quantile(draws, .05),
                Diagnostics.quantile(draws, .95),
                Diagnostics.rankNormalisedSplitRhat(draws),
                Diagnostics.essBulk(draws),
                Diagnostics.essTail(draws),
                Diagnostics.mcseMean(draws));
    }
}
