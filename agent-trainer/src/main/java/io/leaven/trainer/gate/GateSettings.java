package io.leaven.trainer.gate;

/**
 * How snapshots are judged.
 *
 * @param share of the customers that are kept from learning; 0 turns the gate off
 * @param customers most customers that are held out: from there on the share shrinks
 * @param steps most steps that are kept of each, the newest
 * @param margin dollars a customer that the gain's lower bound may be below 0
 * @param level of the intervals
 * @param leastCustomers that a judgement must rest on
 * @param leastEffective effective sample size, in customers, that it must have
 */
public record GateSettings(
        double share,
        int customers,
        int steps,
        double margin,
        double level,
        int leastCustomers,
        double leastEffective) {

    /**
     * @throws IllegalArgumentException if fewer customers are held out than a judgement needs: then nothing would ever be judged
     */
    public GateSettings {
        if (share > 0 && customers < leastCustomers) {
            throw new IllegalArgumentException("the gate holds out at most " + customers + " customers, but asks for "
                    + leastCustomers + " to judge");
        }
    }

    /** Whether there is a gate. */
    public boolean isOn() {
        return share > 0;
    }
}
