package io.leaven.dispatcher.decision;

/** A transaction failed as a whole: nothing of it is visible, all of it can be made again. */
final class RolledBackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RolledBackException(Throwable cause) {
        super("rolled back: " + cause.getMessage(), cause);
    }
}
