package io.leaven.causal.mmm;

/**
 * An experiment on one channel: had its spend over some periods been changed by an amount, the outcome of the same periods would
 * have changed by the effect. Spend that is added is spread evenly over the periods, spend that is taken away is taken in
 * proportion to what each spends. It enters the likelihood as effect ~ Normal(beta sum_t [h(x + change)_t - h(x)_t],
 * standardError).
 *
 * @param channel that was changed
 * @param from the first period
 * @param to the last period
 * @param spendChange total change against the spend in the data, negative for spend that was taken away
 * @param effect measured change of the outcome over these periods
 * @param standardError of the effect, above 0
 */
public record LiftTest(
        String channel, Period from, Period to, double spendChange, double effect, double standardError) {

    public LiftTest {
        if (!Double.isFinite(spendChange) || spendChange == 0) {
            throw new IllegalArgumentException("lift test of '" + channel + "': the spend change is " + spendChange);
        }
        if (!Double.isFinite(effect)) {
            throw new IllegalArgumentException("lift test of '" + channel + "': the effect is " + effect);
        }
        if (!(standardError > 0 && standardError < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "lift test of '" + channel + "': the standard error is " + standardError + ", it must be above 0");
        }
    }
}
