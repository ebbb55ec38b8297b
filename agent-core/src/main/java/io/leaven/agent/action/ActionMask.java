package io.leaven.agent.action;

import java.util.Collection;
import java.util.stream.IntStream;

/**
 * Which actions of a catalogue may be chosen. "None" always may. Up to 64 actions.
 *
 * @param size actions in the catalogue
 * @param bits bit i is set if action i is allowed
 */
public record ActionMask(int size, long bits) {

    /** The most actions that a mask can tell apart. */
    public static final int MOST = Long.SIZE;

    public ActionMask {
        if (size < 1 || size > MOST) {
            throw new IllegalArgumentException("size " + size + " is not between 1 and " + MOST);
        }
        bits = (bits | 1L) & (-1L >>> (MOST - size));
    }

    public static ActionMask all(int size) {
        return new ActionMask(size, -1L);
    }

    /**
     * Only these actions, and none.
     *
     * @param allowed indices; null for all
     */
    public static ActionMask of(int size, Collection<Integer> allowed) {
        return allowed == null
                ? all(size)
                : new ActionMask(
                        size,
                        allowed.stream()
                                .filter(index -> index >= 0 && index < size)
                                .mapToLong(index -> 1L << index)
                                .reduce(0, (a, b) -> a | b));
    }

    public boolean allows(int action) {
        return (bits >>> action & 1) == 1;
    }

    public ActionMask without(int action) {
        return new ActionMask(size, bits & ~(1L << action));
    }

    /** How many actions are allowed: at least 1. */
    public int count() {
        return Long.bitCount(bits);
    }

    /** The allowed actions in ascending order. */
    public IntStream stream() {
        return IntStream.range(0, size).filter(this::allows);
    }
}
