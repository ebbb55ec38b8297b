package io.leaven.trainer.evaluation;

import java.util.Locale;

/**
 * Decides whether a candidate may take the place of the live policy: it may if, of its estimated gain over the live policy on the
 * same customers, the lower bound is not below minus a margin:
 *
 * <pre>pass  if and only if  lower bound of (V(candidate) - V(live))  >=  -margin</pre>
 *
 * The bootstrap draws the same customers for both, so what the customers have in common falls out of the difference. An estimate
 * that is not a number never passes. One that rests on fewer customers than are needed, or on a smaller effective sample, is no
 * evidence either way; what to do then is for the caller to say.
 *
 * @param estimator of both values
 * @param bootstrap of their difference
 * @param gamma discount of a step
 * @param margin in units of reward per customer, 0 or more
 * @param leastCustomers that both estimates must rest on, 1 or more
 * @param leastEffective effective sample size that the candidate's must have, in customers, 0 or more
 */
public record PromotionGate(
        OffPolicyEstimator estimator,
        Bootstrap bootstrap,
        double gamma,
        double margin,
        int leastCustomers,
        double leastEffective) {

    public PromotionGate {
        if (!(margin >= 0) || leastCustomers < 1 || !(leastEffective >= 0)) {
            throw new IllegalArgumentException("the margin " + margin + " and the effective sample size "
                    + leastEffective + " must be 0 or more, and the customers " + leastCustomers + " 1 or more");
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
        double effective = Double.isNaN(ofCandidate.effective())
                ? WeightDiagnostics.of(candidate).effective()
                : ofCandidate.effective();
        return judge(ofCandidate, ofLive, effective);
    }

    /** Judges by estimates that are there already. */
    private GateVerdict judge(Contributions candidate, Contributions live, double effective) {
        Interval gain = bootstrap.difference(candidate, live);
        int customers = Math.min(candidate.used(), live.used());
        GateOutcome outcome = outcome(gain, customers, effective);
        return new GateVerdict(
                outcome,
                bootstrap.interval(candidate),
                bootstrap.interval(live),
                gain,
                margin,
                customers,
                candidate.customers() - candidate.used(),
                effective,
                words(outcome, gain, customers, effective));
    }

    private GateOutcome outcome(Interval gain, int customers, double effective) {
        if (customers < leastCustomers || effective < leastEffective) {
            return GateOutcome.TOO_LITTLE_EVIDENCE;
        }
        boolean isNumber = Double.isFinite(gain.lower()) && Double.isFinite(gain.upper());
        return isNumber && gain.lower() >= -margin ? GateOutcome.PASSED : GateOutcome.REFUSED;
    }

    private String words(GateOutcome outcome, Interval gain, int customers, double effective) {
        if (customers < leastCustomers) {
            return "too little evidence: " + customers + " held-out customers can be used, and " + leastCustomers
                    + " are needed";
        }
        String bound = String.format(
                Locale.ROOT,
                "%.4g a customer, %.0f%% interval %.4g to %.4g, by %s on %d held-out customers, as good as %.0f of equal weight",
                gain.estimate(),
                100 * gain.level(),
                gain.lower(),
                gain.upper(),
                estimator.name(),
                customers,
                effective);
        return switch (outcome) {
            case TOO_LITTLE_EVIDENCE ->
                String.format(
                        Locale.ROOT,
                        "too little evidence: %.0f customers of equal weight are needed; gain over the live policy %s",
                        leastEffective,
                        bound);
            case PASSED ->
                String.format(Locale.ROOT, "passed: gain over the live policy %s; not below -%.4g", bound, margin);
            case REFUSED ->
                Double.isFinite(gain.lower()) && Double.isFinite(gain.upper())
                        ? String.format(
                                Locale.ROOT,
                                "refused: the gain over the live policy may be below -%.4g: %s",
                                margin,
                                bound)
                        : "refused: the gain over the live policy could not be estimated (" + bound + ")";
        };
    }
}
