package io.leaven.trainer.dyna;

import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.network.QNetwork;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.network.Adam;
import io.leaven.trainer.network.BackpropNetwork;
import io.leaven.trainer.network.LearningRate;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The chance of a purchase by a small network: smooth where trees go in steps. It learns by the logistic loss with Adam and decoupled
 * weight decay (Loshchilov and Hutter, 2019).
 */
final class PurchaseNetwork implements PurchaseModel {

    private static final int HIDDEN = 64;
    private static final int BATCH = 256;
    private static final double FIRST_RATE = 2e-3;
    private static final double LAST_RATE = 4e-5;
    private static final double DECAY = .1;

    /** Gradient steps grow with the root of the rows: 6,000 for 25,000 rows; and no row is seen more often than that. */
    private static final double STEPS_PER_ROOT_ROW = 38;

    private static final int MOST_PASSES = 100;

    private final NetworkSpec spec;
    private final float[] parameters;
    private final List<StateFeature> features;

    private PurchaseNetwork(NetworkSpec spec, float[] parameters, List<StateFeature> features) {
        this.spec = spec;
        this.parameters = parameters;
        this.features = features;
    }

    static PurchaseNetwork fit(ResponseData data, ActionColumns actions, long seed) {
        NetworkSpec spec = NetworkSpec.of(data.features().size() + actions.width(), HIDDEN, HIDDEN, 1);
        float[] parameters = FlatParameters.initial(spec, FlatParameters.Start.UNIFORM, seed);
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        long steps = steps(data.size());
        LearningRate rate = new LearningRate(FIRST_RATE, LAST_RATE, steps);
        Adam adam = new Adam(rate, parameters.length);
        float[] gradient = new float[parameters.length];
        float[] inputs = new float[BATCH * spec.inputs()];
        boolean[] purchased = new boolean[BATCH];
        try (BackpropNetwork network = new BackpropNetwork(spec, parameters, BATCH)) {
            for (long step = 1; step <= steps; step++) {
                for (int i = 0; i < BATCH; i++) {
                    int row = random.nextInt(data.size());
                    fill(data, actions, row, inputs, i * spec.inputs());
                    purchased[i] = data.purchased(row);
                }
                network.gradient(inputs, (logOdds, slopes) -> logisticLoss(logOdds, purchased, slopes), gradient);
                adam.step(parameters, gradient);
                float kept = (float) (1 - rate.at(step) * DECAY);
                for (int i = 0; i < parameters.length; i++) {
                    parameters[i] *= kept;
                }
                network.set(parameters);
            }
        }
        return new PurchaseNetwork(spec, parameters, data.features());
    }

    private static long steps(int rows) {
        return Math.max(
                1, Math.round(Math.min(STEPS_PER_ROOT_ROW * Math.sqrt(rows), (double) MOST_PASSES * rows / BATCH)));
    }

    private static void fill(ResponseData data, ActionColumns actions, int row, float[] inputs, int at) {
        List<StateFeature> features = data.features();
        for (int i = 0; i < features.size(); i++) {
            inputs[at + i] = scaled(features.get(i), data.value(row, i));
        }
        double[] action = actions.byAction()[data.action(row)];
        for (int i = 0; i < action.length; i++) {
            inputs[at + features.size() + i] = (float) action[i];
        }
    }

    private static float scaled(StateFeature feature, double value) {
        return (float) ((value - feature.centre()) / feature.spread());
    }

    private static double logisticLoss(float[] logOdds, boolean[] purchased, float[] slopes) {
        double loss = 0;
        for (int i = 0; i < logOdds.length; i++) {
            double z = logOdds[i];
            int outcome = purchased[i] ? 1 : 0;
            slopes[i] = (float) ((1 / (1 + Math.exp(-z)) - outcome) / logOdds.length);
            loss += (Math.max(z, 0) - z * outcome + Math.log1p(Math.exp(-Math.abs(z)))) / logOdds.length;
        }
        return loss;
    }

    @Override
    public double[] logOdds(double[] rows, int count) {
        int width = spec.inputs();
        float[] inputs = new float[count * width];
        for (int i = 0; i < inputs.length; i++) {
            int column = i % width;
            inputs[i] = column < features.size() ? scaled(features.get(column), rows[i]) : (float) rows[i];
        }
        double[] logOdds = new double[count];
        try (QNetwork network = new QNetwork(spec, parameters)) {
            float[] values = network.qValues(inputs, count);
            for (int i = 0; i < count; i++) {
                logOdds[i] = values[i];
            }
        }
        return logOdds;
    }
}
