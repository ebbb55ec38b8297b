package io.leaven.dispatcher.decision;

/** A record that is not a decision request that can be answered. The message says why. */
public final class InvalidRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean telling;

    InvalidRequestException(String message) {
        super(message);
        telling = false;
    }

    InvalidRequestException(String message, Throwable cause) {
        super(message, cause);
        telling = false;
    }

    private InvalidRequestException(String message, boolean telling) {
        super(message);
        this.telling = telling;
    }

    /** A rule that the request's content breaks, with the value that breaks it. */
    static InvalidRequestException byRule(String broken) {
        return new InvalidRequestException(broken, true);
    }

    /** The message without what is known of a customer: that is for the dead letter alone. */
    String inLogs() {
        return telling ? "a value breaks a rule, its dead letter says which" : getMessage();
    }
}
