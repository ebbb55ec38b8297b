package io.leaven.evaluation.bakery;

import io.leaven.agent.action.ActionMask;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.LivingCohort;
import io.leaven.generator.world.TrueObjective;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldProfile;
import io.leaven.trainer.evaluation.LoggedCustomers;
import io.leaven.trainer.evaluation.TargetPolicy;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Lets a cohort of the bakery live under a policy over encoded states: as a log to judge other policies by, or to see what the
 * policy is truly worth. Rewards are those of the true objective; u and fatigue are hidden, as in the stream.
 */
final class BakeryLog {

    static final int WIDTH = 12;
    static final int GOLD = 7;
    static final int LOAD = 8;
    private static final double LOAD_DECAY = .75;
    private static final double RATE_DECAY = .8;
    private static final int LONG_AGO = 10;

    private final WorldProfile profile;
    private final World world;
    private final TrueObjective objective;
    private final LivingCohort customers;
    private final int actions;
    private final double[] load;
    private final int[] sinceMessage;
    private final double[] rate;
    private final int[] purchases;

    private BakeryLog(WorldProfile profile, int size, long seed) {
        this.profile = profile;
        this.world = new World(profile, seed);
        this.objective = new TrueObjective(world.response());
        this.customers = world.begin(Cohort.draw(profile, size, seed));
        this.actions = world.response().actions().size();
        this.load = new double[size];
        this.sinceMessage = new int[size];
        Arrays.fill(sinceMessage, LONG_AGO);
        this.rate = new double[size];
        this.purchases = new int[size];
    }

    /** What was logged of new customers. */
    static LoggedCustomers log(WorldProfile profile, int size, long seed, TargetPolicy policy) {
        BakeryLog life = new BakeryLog(profile, size, seed);
        int horizon = profile.horizon();
        float[][] states = new float[horizon + 1][];
        int[][] chosen = new int[horizon][];
        double[][] chances = new double[horizon][size];
        double[][] rewards = new double[horizon][size];
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        for (int t = 0; t < horizon; t++) {
            states[t] = life.states(t);
            double[] probabilities = policy.probabilities(states[t], life.masks(), life.actions);
            chosen[t] = life.draw(probabilities, random);
            for (int i = 0; i < size; i++) {
                chances[t][i] = probabilities[i * life.actions + chosen[t][i]];
                rewards[t][i] = life.step(i, t, chosen[t][i]);
            }
        }
        states[horizon] = life.states(horizon);
        LoggedCustomers.Builder log = LoggedCustomers.builder(WIDTH, life.actions);
        for (int i = 0; i < size; i++) {
            for (int t = 0; t < horizon; t++) {
                log.step(row(states[t], i), -1, chosen[t][i], chances[t][i], rewards[t][i], 1);
            }
            log.end(row(states[horizon], i), -1, true);
        }
        return log.build();
    }

    /** J of a policy: the mean over new customers of the expected reward of what it does. */
    static double truth(WorldProfile profile, int size, long seed, TargetPolicy policy) {
        BakeryLog life = new BakeryLog(profile, size, seed);
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        double sum = 0;
        for (int t = 0; t < profile.horizon(); t++) {
            int[] chosen = life.draw(policy.probabilities(life.states(t), life.masks(), life.actions), random);
            for (int i = 0; i < size; i++) {
                sum += life.objective.expected(
                        life.customers.cohort().traits(i),
                        life.customers.tier(i),
                        life.customers.fatigue(i),
                        t,
                        chosen[i]);
                life.step(i, t, chosen[i]);
            }
        }
        return sum / size;
    }

    private double step(int i, int t, int action) {
        world.step(customers, i, t, action);
        boolean message = action > 0;
        boolean purchased = customers.purchased(i);
        load[i] = LOAD_DECAY * load[i] + (message ? 1 : 0);
        sinceMessage[i] = message ? 1 : Math.min(LONG_AGO, sinceMessage[i] + 1);
        rate[i] = RATE_DECAY * rate[i] + (1 - RATE_DECAY) * (purchased ? 1 : 0);
        purchases[i] += purchased ? 1 : 0;
        return objective.realised(
                customers.cohort().traits(i), customers.tierBefore(i), customers.tier(i), customers.ticket(i), action);
    }

    private float[] states(int t) {
        float[] states = new float[customers.size() * WIDTH];
        for (int i = 0; i < customers.size(); i++) {
            int at = i * WIDTH;
            states[at] = (float) ((customers.cohort().age(i) - 38) / 14.0);
            states[at + 1] = (float) customers.cohort().genderCode(i) - .5f;
            states[at + 2] = (float) ((customers.cohort().distance(i) - 4.2) / 2.83);
            states[at + 3] = t / 25f - 1;
            states[at + 4 + customers.tier(i)] = 1;
            states[at + LOAD] = (float) load[i] / 2 - 1;
            states[at + 9] = sinceMessage[i] / 5f - 1;
            states[at + 10] = 2 * (float) rate[i] - 1;
            states[at + 11] = 2 * (purchases[i] + 2f) / (t + 4) - 1;
        }
        return states;
    }

    private long[] masks() {
        long[] masks = new long[customers.size()];
        Arrays.fill(masks, ActionMask.all(actions).bits());
        return masks;
    }

    private int[] draw(double[] probabilities, UniformRandomProvider random) {
        int[] chosen = new int[customers.size()];
        for (int i = 0; i < chosen.length; i++) {
            double u = random.nextDouble();
            int action = 0;
            double cumulative = probabilities[i * actions];
            while (u >= cumulative && action < actions - 1) {
                cumulative += probabilities[i * actions + ++action];
            }
            chosen[i] = action;
        }
        return chosen;
    }

    private static float[] row(float[] states, int i) {
        return Arrays.copyOfRange(states, i * WIDTH, (i + 1) * WIDTH);
    }
}
