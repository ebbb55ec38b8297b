package io.leaven.causal.mcmc;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The models of these tests state their true gradients, on their own scale and on R^n. */
class ModelGradientsTest {

    @Test
    void eightSchools() {
        agree(PosteriorDbTest.eightSchools(), PosteriorDbTest.eightSchools().transforms(), 1);
    }

    @Test
    void kidScore() {
        agree(PosteriorDbTest.kidScore(), PosteriorDbTest.kidScore().transforms(), .1);
    }

    @Test
    void autoregression() {
        agree(PosteriorDbTest.autoregression(), PosteriorDbTest.autoregression().transforms(), .5);
    }

    @Test
    void garch() {
        agree(PosteriorDbTest.garch(), PosteriorDbTest.garch().transforms(), 1);
    }

    @Test
    void gaussian() {
        Gaussian gaussian = new Gaussian(Gaussian.scales(5, -1, 1), .9);
        agree(
                gaussian,
                List.of(
                        Transform.identity(),
                        Transform.identity(),
                        Transform.identity(),
                        Transform.identity(),
                        Transform.identity()),
                .1);
    }

    private static void agree(LogDensity model, List<Transform> transforms, double spread) {
        Random random = new Random(5);
        for (int trial = 0; trial < 5; trial++) {
            double[] x = random.doubles(model.dimension(), -spread, spread).toArray();
            Gradients.agreeAt(new TransformedDensity(model, transforms), x);
            Gradients.agreeAt(model, TransformedDensity.constrain(transforms, x));
        }
    }
}
