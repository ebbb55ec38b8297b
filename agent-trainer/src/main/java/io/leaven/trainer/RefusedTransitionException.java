package io.leaven.trainer;

/** A transition that must not be learned from. The message says why, in words for people. */
public final class RefusedTransitionException extends Exception {

    private static final long serialVersionUID = 1L;

    public RefusedTransitionException(String message) {
        super(message);
    }
}
