package io.leaven.dispatcher.guardrail;

/**
 * When a message by some channel may go out, decided now.
 *
 * @param at not before, UTC milliseconds: now, or the end of quiet hours
 * @param before not from then on: when it expires, or quiet hours begin again; {@link Long#MAX_VALUE} for no limit
 * @param quiet whether it is not to go out at all, as hours are quiet now and messages are not held
 */
public record SendTime(long at, long before, boolean quiet) {

    /** Whether it would have to go out before it may. */
    boolean expired() {
        return before <= at;
    }
}
