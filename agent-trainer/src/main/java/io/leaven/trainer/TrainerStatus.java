package io.leaven.trainer;

/**
 * How a trainer stands.
 *
 * @param learning what was learned
 * @param refused records that could not be used, by this run
 * @param lag records of the replay topic that were not read yet; -1 before that is known
 */
public record TrainerStatus(LoopStatus learning, long refused, long lag) {

    /** Before anything was read. */
    static TrainerStatus before(double epsilon) {
        return new TrainerStatus(LoopStatus.before(epsilon), 0, -1);
    }

    /** Whether everything on the replay topic was read and learned from. */
    public boolean caughtUp() {
        return lag == 0;
    }
}
