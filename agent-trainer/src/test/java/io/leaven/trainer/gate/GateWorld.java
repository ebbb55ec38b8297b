package io.leaven.trainer.gate;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.snapshot.Provenance;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.trainer.Transitions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Customers who pay 10 dollars a step, give or take some noise, after a large discount by whatever channel, else nothing; ten random
 * actions, four steps. A policy that always sends one is worth 40 dollars a customer, any other constant one 0.
 */
public final class GateWorld {

    /** A large discount by push. */
    public static final int GOOD = 3;

    public static final int STEPS = 4;

    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();

    private GateWorld() {}

    /** What some customers lived through, a step of all of them at a time. */
    public static List<Transition> log(int customers, long seed) {
        Random random = new Random(seed);
        List<Transition> log = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            for (int customer = 0; customer < customers; customer++) {
                Tier tier = Tier.values()[customer % 4];
                int action = random.nextInt(CATALOGUE.size());
                double reward = (isLarge(action) ? 10 : 0) + random.nextGaussian();
                log.add(Transitions.of("c" + customer, step, tier, action, reward, tier, step == STEPS));
            }
        }
        return log;
    }

    private static boolean isLarge(int action) {
        return "large".equals(CATALOGUE.actions().get(action).promotion());
    }

    /** Chooses one action in every state, without exploration. */
    public static Snapshot always(int action, long version) {
        return always(action, version, StateEncoder.paper());
    }

    /** The same, seeing something else. */
    static Snapshot always(int action, long version, StateEncoder encoder) {
        int inputs = encoder.features().size();
        NetworkSpec network = NetworkSpec.of(inputs, CATALOGUE.size());
        float[] parameters = new float[network.parameterCount()];
        parameters[inputs * CATALOGUE.size() + action] = 1;
        return new Snapshot(
                "leaven",
                version,
                Instant.parse("2026-11-23T10:00:00Z"),
                "dqn",
                network,
                encoder,
                CATALOGUE.hash(),
                parameters,
                0,
                new Provenance(1, 2, 3, Map.of(), Map.of()),
                Map.of());
    }
}
