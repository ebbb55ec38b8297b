package io.leaven.dispatcher.decision;

/** The Q-values of many states at once: {@code QNetwork::qValues}. */
@FunctionalInterface
public interface ValueFunction {

    /**
     * One row of Q-values for each state; a state's row must not depend on the other states of the call.
     *
     * @param states rows x inputs, row by row
     * @return rows x actions, row by row
     */
    float[] qValues(float[] states, int rows);
}
