package io.leaven.causal.model;

/** A causal model that cannot be used; the message names the model and says why. The last good one should stay in use. */
public final class InvalidModelException extends Exception {

    private static final long serialVersionUID = 1L;

    public InvalidModelException(String message) {
        super(message);
    }

    public InvalidModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
