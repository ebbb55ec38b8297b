package io.leaven.trainer.network;

import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;

/**
 * Adam (Kingma and Ba, 2015, algorithm 1) on a flat vector: with g the gradient of step t,
 *
 * <pre>
 * m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,  p = p - rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)
 * </pre>
 *
 * with b1 = .9, b2 = .999, epsilon = 1e-8, as in the paper and in PyTorch. The moments are plain arrays, so that they can be
 * saved with the weights. Not safe for use by several threads.
 */
public final class Adam implements Optimiser, Checkpointed {

    private static final float BETA_1 = .9f;
    private static final float BETA_2 = .999f;
    private static final float EPSILON = 1e-8f;

    private final LearningRate rate;
    private final float[] mean;
    private final float[] square;
    private double power1 = 1;
    private double power2 = 1;
    private long steps;

    /**
     * @param rate the learning rate by step
     * @param size number of parameters
     */
    public Adam(LearningRate rate, int size) {
        this.rate = rate;
        this.mean = new float[size];
        this.square = new float[size];
    }

    @Override
    public void step(float[] parameters, float[] gradient) {
        power1 *= .9;
        power2 *= .999;
        steps++;
        float step = (float) (rate.at(steps) / (1 - power1));
        float correction = (float) (1 / Math.sqrt(1 - power2));
        for (int i = 0; i < parameters.length; i++) {
            float g = gradient[i];
            float m = BETA_1 * mean[i] + (1 - BETA_1) * g;
            float v = BETA_2 * square[i] + (1 - BETA_2) * g * g;
            mean[i] = m;
            square[i] = v;
            parameters[i] -= step * m / ((float) Math.sqrt(v) * correction + EPSILON);
        }
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.writeFloats(mean, mean.length);
        out.writeFloats(square, square.length);
        out.writeDouble(power1);
        out.writeDouble(power2);
        out.writeLong(steps);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.readFloats(mean, mean.length);
        in.readFloats(square, square.length);
        power1 = in.readDouble();
        power2 = in.readDouble();
        steps = in.readLong();
    }
}
