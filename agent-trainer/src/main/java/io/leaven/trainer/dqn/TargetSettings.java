package io.leaven.trainer.dqn;

/**
 * Who judges the next state.
 *
 * @param doubleDqn the learning network chooses the next action and the target network values it (van Hasselt et al., 2016);
 *     without, the target network does both
 * @param interval gradient steps between copies of the learning network into the target network; 0 for no such copies
 * @param rate share by which the target network moves towards the learning one after every step (Lillicrap et al., 2016); 0 for
 *     not at all. With neither interval nor rate there is no target network, as in the paper
 */
public record TargetSettings(boolean doubleDqn, int interval, double rate) {

    /** The paper's: the learning network judges itself. */
    public static final TargetSettings ONLINE = new TargetSettings(false, 0, 0);

    public TargetSettings {
        if (interval < 0 || !(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException(
                    "target interval " + interval + " must be 0 or more and target rate " + rate + " between 0 and 1");
        }
        if (interval > 0 && rate > 0) {
            throw new IllegalArgumentException("a target network is copied (interval " + interval
                    + ") or drawn after (rate " + rate + "), not both");
        }
        if (doubleDqn && interval == 0 && rate == 0) {
            throw new IllegalArgumentException("double DQN needs a target network: an interval or a rate above 0");
        }
    }

    boolean hasNetwork() {
        return interval > 0 || rate > 0;
    }
}
