package io.leaven.trainer.replay;

/**
 * A transition as the network sees it.
 *
 * @param state its numbers; not copied
 * @param action index in the catalogue
 * @param reward of the way between the two states
 * @param nextState its numbers; not copied
 * @param nextMask bit i is set if action i is allowed in the next state
 * @param elapsed steps between the two states, 1 or more
 * @param terminal no step follows
 */
public record EncodedStep(
        float[] state, int action, float reward, float[] nextState, long nextMask, int elapsed, boolean terminal) {}
