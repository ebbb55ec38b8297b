package io.leaven.causal.boosting;

/** Bytes that are no tree ensemble we can score; the message says why. */
public final class InvalidTreesException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidTreesException(String message) {
        super(message);
    }

    InvalidTreesException(String message, Throwable cause) {
        super(message, cause);
    }
}
