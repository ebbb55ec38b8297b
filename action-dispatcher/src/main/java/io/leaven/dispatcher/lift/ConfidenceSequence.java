package io.leaven.dispatcher.lift;

/**
 * An interval for a mean effect that may be looked at as often as one likes: over all looks together it misses the truth with
 * probability alpha at most, for large samples. With t observations of standard deviation s and mean m,
 *
 * <pre>
 * m +- s sqrt( 2 (t rho^2 + 1) / (t^2 rho^2)  log( sqrt(t rho^2 + 1) / alpha ) )
 * p  = min over looks of  sqrt(t rho^2 + 1) exp( -(t m)^2 rho^2 / (2 s^2 (t rho^2 + 1)) )
 * </pre>
 *
 * Robbins' normal mixture with estimated variance: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), "Time-uniform
 * central limit theory and asymptotic confidence sequences", Theorem 2.2; p is the mixture sequential probability ratio
 * test of Johari, Pekelis and Walsh (2022), "Always valid inference". A difference of two groups counts as
 * t = n1 n2 / (n1 + n2) observations.
 *
 * @param alpha above 0 and below 1
 * @param rho above 0; chosen before the data are seen
 */
public record ConfidenceSequence(double alpha, double rho) {

    public ConfidenceSequence {
        if (!(alpha > 0 && alpha < 1 && rho > 0)) {
            throw new IllegalArgumentException(
                    "alpha " + alpha + " is not between 0 and 1, or rho " + rho + " not above 0");
        }
    }

    /** With the rho that makes the interval narrow at {@code t} observations: section B.2 of the paper. */
    public static ConfidenceSequence narrowAt(double alpha, double t) {
        double log = -2 * Math.log(alpha);
        return new ConfidenceSequence(alpha, Math.sqrt((log + Math.log(log + 1)) / t));
    }

    /** Half of the interval's width. */
    public double radius(double t, double sd) {
        double information = t * rho * rho + 1;
        return sd * Math.sqrt(2 * information / (t * t * rho * rho) * Math.log(Math.sqrt(information) / alpha));
    }

    /** The p-value of one look, against no effect; the smallest over all looks is valid at any time. */
    public double pValue(double t, double mean, double sd) {
        double information = t * rho * rho + 1;
        double z = t * mean * rho / sd;
        return Math.min(1, Math.sqrt(information) * Math.exp(-z * z / (2 * information)));
    }
}
