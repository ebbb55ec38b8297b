package io.leaven.evaluation.policy;

/** No agent came of a recipe: its training diverged, or its log was too short for it. */
public final class UntrainedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UntrainedException(String message) {
        super(message);
    }
}
