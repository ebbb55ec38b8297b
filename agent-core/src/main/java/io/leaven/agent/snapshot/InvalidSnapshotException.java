package io.leaven.agent.snapshot;

/** A snapshot that must not be acted on. The message says why, in words for people. */
public final class InvalidSnapshotException extends Exception {

    private static final long serialVersionUID = 1L;

    public InvalidSnapshotException(String message) {
        super(message);
    }

    InvalidSnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
