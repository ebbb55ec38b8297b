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

    /** Records of the replay topic that the newest snapshot does not know, up to a few control records; -1 before that is known. */
    public long staleness() {
        return lag < 0 ? -1 : Math.max(0, learning.unknownToSnapshot() + lag);
    }

    /** Whether everything on the replay topic was read and learned from. */
    public boolean caughtUp() {
        return lag == 0;
    }
}
