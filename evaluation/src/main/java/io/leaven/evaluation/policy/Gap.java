package io.leaven.evaluation.policy;

import java.util.Arrays;
import java.util.Locale;

/**
 * By how much one policy's score is above another's, seed by seed on the same customers: the difference is paired, so what a seed's
 * customers have in common falls out of it.
 *
 * @param difference the mean over seeds
 * @param ci half of its 95% t interval; NaN for a single seed
 */
public record Gap(String policy, String against, int seeds, double difference, double ci) {

    static Gap of(String policy, String against, double[] differences) {
        return new Gap(
                policy,
                against,
                differences.length,
                Arrays.stream(differences).average().orElseThrow(),
                SeedInterval.half(differences));
    }

    /** The finding in words; what the interval does not tell apart from 0 is called that. */
    public String sentence() {
        String size = String.format(
                Locale.ROOT,
                "%s against %s: %+.3f %s",
                policy,
                against,
                difference,
                Double.isNaN(ci) ? "(one seed, no interval)" : String.format(Locale.ROOT, "+- %.3f", ci));
        return Double.isNaN(ci) || Math.abs(difference) > ci ? size : size + ", so no difference is told apart";
    }
}
