package io.leaven.evaluation.fleet.audit;

/**
 * A broken promise.
 *
 * @param what about what: a step as {@code customerId:step}, a snapshot, a record
 */
public record Finding(Sort sort, String of, String what) {

    /** How a promise can be broken. */
    public enum Sort {
        /** It should be there and is not. */
        LOST,
        /** It is there more often than once. */
        DUPLICATED,
        /** It is there, and nothing led to it. */
        UNEXPECTED,
        /** It is there, but not as it should be. */
        WRONG
    }

    @Override
    public String toString() {
        return sort.name().toLowerCase(java.util.Locale.ROOT) + " " + of + ": " + what;
    }
}
