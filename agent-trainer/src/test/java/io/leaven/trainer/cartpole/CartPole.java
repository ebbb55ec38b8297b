package io.leaven.trainer.cartpole;

import java.util.Random;

/**
 * A pole on a cart, to be kept upright by pushing the cart left (0) or right (1) with the same force. Equations of motion without
 * friction from Barto, Sutton and Anderson (1983, appendix), integrated by Euler's method:
 *
 * <pre>
 * theta'' = (g sin theta - cos theta (F + m l theta'^2 sin theta) / M) / (l (4/3 - m cos^2 theta / M))
 * x''     = (F + m l (theta'^2 sin theta - theta'' cos theta)) / M
 * </pre>
 *
 * with the constants of Gymnasium's CartPole-v1: each step is worth 1; an episode fails when the pole leans by more than 12 degrees or
 * the cart leaves +-2.4, and is cut off after 500 steps, which is not an end of life.
 */
final class CartPole {

    static final int STATE = 4;
    static final int ACTIONS = 2;
    static final int LONGEST = 500;

    private static final double GRAVITY = 9.8;
    private static final double POLE_MASS = .1;
    private static final double MASS = 1 + POLE_MASS;
    private static final double HALF_LENGTH = .5;
    private static final double FORCE = 10;
    private static final double SECONDS = .02;
    private static final double MOST_X = 2.4;
    private static final double MOST_THETA = Math.toRadians(12);
    private static final double START = .05;

    private double x;
    private double velocity;
    private double theta;
    private double turning;
    private int steps;

    CartPole(double x, double velocity, double theta, double turning) {
        this.x = x;
        this.velocity = velocity;
        this.theta = theta;
        this.turning = turning;
    }

    /** Each number of the state within +-.05. */
    static CartPole start(Random random) {
        return new CartPole(
                START * (2 * random.nextDouble() - 1),
                START * (2 * random.nextDouble() - 1),
                START * (2 * random.nextDouble() - 1),
                START * (2 * random.nextDouble() - 1));
    }

    void push(int action) {
        double force = action == 1 ? FORCE : -FORCE;
        double sine = Math.sin(theta);
        double cosine = Math.cos(theta);
        double poleMoment = POLE_MASS * HALF_LENGTH;
        double pushed = (force + poleMoment * turning * turning * sine) / MASS;
        double turningFaster =
                (GRAVITY * sine - cosine * pushed) / (HALF_LENGTH * (4.0 / 3 - POLE_MASS * cosine * cosine / MASS));
        double faster = pushed - poleMoment * turningFaster * cosine / MASS;
        x += SECONDS * velocity;
        velocity += SECONDS * faster;
        theta += SECONDS * turning;
        turning += SECONDS * turningFaster;
        steps++;
    }

    boolean hasFailed() {
        return Math.abs(x) > MOST_X || Math.abs(theta) > MOST_THETA;
    }

    boolean isCutOff() {
        return steps >= LONGEST;
    }

    int steps() {
        return steps;
    }

    /** Position, velocity, angle, angular velocity. */
    double[] exactly() {
        return new double[] {x, velocity, theta, turning};
    }

    /** The same for a network, each about within +-1. */
    float[] state() {
        return new float[] {
            (float) (x / MOST_X), (float) (velocity / 2), (float) (theta / MOST_THETA), (float) (turning / 2)
        };
    }
}
