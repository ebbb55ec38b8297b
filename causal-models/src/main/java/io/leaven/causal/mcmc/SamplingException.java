package io.leaven.causal.mcmc;

/** A chain could not start or go on: the message names the chain, the iteration and the reason. */
public final class SamplingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SamplingException(String message) {
        super(message);
    }

    SamplingException(String message, Throwable cause) {
        super(message, cause);
    }
}
