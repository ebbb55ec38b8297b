package io.leaven.trainer.dqn;

/**
 * How errors count.
 *
 * @param huberDelta where Huber's loss turns from square to straight, in units of scaled rewards; 0 for squared error
 * @param cqlAlpha weight of the conservative term; 0 for none
 */
public record LossSettings(double huberDelta, double cqlAlpha) {

    /** The paper's: squared error. */
    public static final LossSettings SQUARED = new LossSettings(0, 0);

    public LossSettings {
        if (!(huberDelta >= 0 && Double.isFinite(huberDelta) && cqlAlpha >= 0 && Double.isFinite(cqlAlpha))) {
            throw new IllegalArgumentException(
                    "Huber's delta " + huberDelta + " and CQL's alpha " + cqlAlpha + " must be 0 or more");
        }
    }

    Loss loss() {
        Loss error = huberDelta > 0 ? new HuberLoss(huberDelta) : new SquaredError();
        return cqlAlpha > 0 ? new ConservativePenalty(error, cqlAlpha) : error;
    }
}
