package io.leaven.evaluation.bakery;

import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.ExperimentRows;
import io.leaven.generator.stream.ExperimentPlan;
import io.leaven.generator.stream.ExperimentStream;
import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.feature.StateFeature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** The bakery's randomised experiment (WORLD.md, data set 2) as an uplift learner takes it. */
public final class BakeryExperiment {

    private BakeryExperiment() {}

    /** One simulated experiment: control and every promotion, with as many rows each, by the paper's eight features. */
    public static ExperimentData data(WorldProfile world, int rowsPerArm, long seed) {
        ExperimentRows rows = new ExperimentRows(StateFeature.PAPER);
        Clock still = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        new ExperimentStream(ExperimentPlan.of(world, seed, rowsPerArm), still).forEachRemaining(rows::add);
        return rows.build();
    }
}
