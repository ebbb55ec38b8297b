package io.leaven.generator;

import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import java.util.function.LongConsumer;

/**
 * How a run of the generator is paced, watched and ended.
 *
 * @param stop ends the run early
 * @param progress told how many events or rows were written so far
 * @param perSecond most events or rows a second, above 0; infinity for as fast as possible
 */
public record RunControl(StopSignal stop, LongConsumer progress, double perSecond) {

    public RunControl {
        if (!(perSecond > 0)) {
            throw new UserError("the rate is " + perSecond + " a second, not above 0");
        }
    }

    /** As fast as possible. */
    public static RunControl unpaced(StopSignal stop, LongConsumer progress) {
        return new RunControl(stop, progress, Double.POSITIVE_INFINITY);
    }

    Pace pace() {
        return new Pace(perSecond, stop);
    }
}
