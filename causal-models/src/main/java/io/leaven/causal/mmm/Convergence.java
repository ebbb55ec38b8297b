package io.leaven.causal.mmm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Whether the draws can be trusted: R-hat at most 1.01 and an effective sample size of at least 400 for every parameter, no
 * divergences (Vehtari et al. 2021).
 *
 * @param worstRhat largest R-hat of all parameters
 * @param leastEssBulk smallest bulk effective sample size
 * @param leastEssTail smallest tail effective sample size
 * @param divergences after warm-up
 * @param complaints what is wrong, in words; empty if nothing is
 */
public record Convergence(
        double worstRhat, double leastEssBulk, double leastEssTail, int divergences, List<String> complaints) {

    public static final double MAX_RHAT = 1.01;
    public static final double MIN_ESS = 400;

    public Convergence {
        complaints = List.copyOf(complaints);
    }

    public boolean good() {
        return complaints.isEmpty();
    }

    /** Judges. A number that could not be computed, because draws do not move, is as bad as one out of range. */
    static Convergence of(List<ParameterSummary> parameters, int divergences) {
        ParameterSummary rhat = worst(parameters, ParameterSummary::rhat);
        ParameterSummary bulk = worst(parameters, summary -> -summary.essBulk());
        ParameterSummary tail = worst(parameters, summary -> -summary.essTail());
        List<String> complaints = new ArrayList<>();
        if (!(rhat.rhat() <= MAX_RHAT)) {
            complaints.add(String.format(
                    Locale.ROOT,
                    "R-hat of %s is %.3f, above %.2f: the chains have not mixed",
                    rhat.name(),
                    rhat.rhat(),
                    MAX_RHAT));
        }
        if (!(bulk.essBulk() >= MIN_ESS)) {
            complaints.add(few("bulk", bulk.name(), bulk.essBulk()));
        }
        if (!(tail.essTail() >= MIN_ESS)) {
            complaints.add(few("tail", tail.name(), tail.essTail()));
        }
        if (divergences > 0) {
            complaints.add(divergences + (divergences == 1 ? " trajectory" : " trajectories")
                    + " diverged: a part of the posterior may be missing");
        }
        return new Convergence(rhat.rhat(), bulk.essBulk(), tail.essTail(), divergences, complaints);
    }

    private static String few(String where, String name, double ess) {
        return String.format(
                Locale.ROOT, "the %s effective sample size of %s is %.0f, below %.0f", where, name, ess, MIN_ESS);
    }

    private static ParameterSummary worst(
            List<ParameterSummary> parameters, ToDoubleFunction<ParameterSummary> badness) {
        ParameterSummary worst = parameters.get(0);
        for (ParameterSummary next : parameters) {
            double bad = badness.applyAsDouble(next);
            if (Double.isNaN(bad)) {
                return next;
            }
            if (bad > badness.applyAsDouble(worst)) {
                worst = next;
            }
        }
        return worst;
    }
}
