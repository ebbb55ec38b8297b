package io.leaven.trainer.evaluation;

import java.util.Locale;

/**
 * Decides whether a candidate may take the place of the live policy: it may if, of its estimated gain over the live policy on the
 * same customers, the lower bound is not below minus a margin:
 *
 * <pre>pass  if and only if  lower bound of (V(candidate) - V(live))  >=  -margin</pre>
 *
 * The bootstrap draws the same customers for both, so what the customers have in common falls out of the difference. An estimate
 * that is not a number, or rests on fewer customers than are needed, never passes.
 *
 * @param estimator of both values
 * @param bootstrap of their difference
 * @param gamma discount of a step
 * @param margin in units of reward per customer, 0 or more
 * @param leastCustomers that both estimates must rest on, 1 or more
 */
public record PromotionGate(
        OffPolicyEstimator estimator, Bootstrap bootstrap, double gamma, double margin, int leastCustomers) {

    public PromotionGate {
        if (!(margin >= 0) || leastCustomers < 1) {
            throw new IllegalArgumentException(
                    "the margin " + margin + " must be 0 or more, and the customers " + leastCustomers + " 1 or more");
        }
    }

    /** Judges a candidate by held-out customers. */
    public GateVerdict judge(LoggedCustomers log, TargetPolicy candidate, TargetPolicy live) {
        return judge(new PolicyOnLog(log, candidate), new PolicyOnLog(log, live));
    }

    /**
     * Judges a candidate.
     *
     * @param candidate on the held-out log
     * @param live on the same log
     * @throws IllegalArgumentException if the logs are not the same
     */
    public GateVerdict judge(PolicyOnLog candidate, PolicyOnLog live) {
        if (candidate.log() != live.log()) {
            throw new IllegalArgumentException("candidate and live policy are not judged on the same log");
        }
        Contributions ofCandidate = estimator.contributions(candidate, gamma);
        Contributions ofLive = estimator.contributions(live, gamma);
        return judge(ofCandidate, ofLive, WeightDiagnostics.of(candidate));
    }

    /** Judges by estimates that are there already. */
    GateVerdict judge(Contributions candidate, Contributions live, WeightDiagnostics weights) {
        Interval gain = bootstrap.difference(candidate, live);
        int customers = Math.min(candidate.used(), live.used());
        boolean isNumber = Double.isFinite(gain.lower()) && Double.isFinite(gain.upper());
        boolean enough = customers >= leastCustomers;
        boolean passed = isNumber && enough && gain.lower() >= -margin;
        String bound = String.format(
                Locale.ROOT,
                "%.4g a customer, %.0f%% interval %.4g to %.4g, by %s on %d held-out customers",
                gain.estimate(),
                100 * gain.level(),
                gain.lower(),
                gain.upper(),
                estimator.name(),
                customers);
        String words;
        if (!enough) {
            words = "refused: " + customers + " held-out customers can be used, and " + leastCustomers + " are needed";
        } else if (!isNumber) {
            words = "refused: the gain over the live policy could not be estimated (" + bound + ")";
        } else if (passed) {
            words = String.format(Locale.ROOT, "passed: gain over the live policy %s; not below -%.4g", bound, margin);
        } else {
            words = String.format(
                    Locale.ROOT, "refused: the gain over the live policy may be below -%.4g: %s", margin, bound);
        }
        return new GateVerdict(
                passed,
                bootstrap.interval(candidate),
                bootstrap.interval(live),
                gain,
                margin,
                customers,
                candidate.customers() - candidate.used(),
                weights,
                words);
    }
}
