package io.leaven.causal.uplift;

/**
 * The four personas of uplift modelling as shares of some rows, by predicted effect and predicted outcome without treatment:
 * persuadable if the effect is at least {@code gain}, do-not-disturb if it is {@code -loss} or less; of the rest sure things if the
 * outcome without treatment is at least {@code sure}, lost causes else.
 *
 * @param gain smallest effect of a persuadable, in units of the outcome
 * @param loss smallest loss of a do-not-disturb
 * @param sure smallest outcome of a sure thing
 * @param persuadable share of the rows, as are the next three; together 1
 */
public record Personas(
        double gain,
        double loss,
        double sure,
        double persuadable,
        double sureThing,
        double lostCause,
        double doNotDisturb) {

    /** In standard deviations of the outcome; for a purchase as probable as not WORLD.md's .10 and .02. */
    private static final double GAIN = .2;

    private static final double LOSS = .04;

    /**
     * Counts with thresholds that follow the outcome: a fifth of control's standard deviation gained, a twenty-fifth lost; sure is
     * a probability of a half for outcomes of 0 and 1, and control's mean for others.
     */
    static Personas of(double[] effect, double[] untreated, double controlMean, double controlSd, boolean binary) {
        return of(effect, untreated, GAIN * controlSd, LOSS * controlSd, binary ? .5 : controlMean);
    }

    static Personas of(double[] effect, double[] untreated, double gain, double loss, double sure) {
        int[] counts = new int[4];
        for (int row = 0; row < effect.length; row++) {
            int persona = effect[row] >= gain ? 0 : effect[row] <= -loss ? 3 : untreated[row] >= sure ? 1 : 2;
            counts[persona]++;
        }
        double rows = effect.length;
        return new Personas(gain, loss, sure, counts[0] / rows, counts[1] / rows, counts[2] / rows, counts[3] / rows);
    }
}
