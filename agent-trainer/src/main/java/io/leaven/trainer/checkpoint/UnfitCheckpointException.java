package io.leaven.trainer.checkpoint;

import java.io.IOException;

/** A checkpoint that must not be gone on from. The message says why, in words for people. */
public final class UnfitCheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnfitCheckpointException(String message) {
        super(message);
    }

    UnfitCheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
