package io.leaven.trainer;

/** Learning was told to end in the middle of a burst of gradient steps: the loop stands between two states and is of no more use. */
final class AbandonedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AbandonedException() {
        super("told to end within a burst of gradient steps");
    }
}
