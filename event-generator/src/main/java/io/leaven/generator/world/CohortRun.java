package io.leaven.generator.world;

/** Lets a cohort live under a policy, all in this process. */
public final class CohortRun {

    private CohortRun() {}

    /** Runs the cohort from the start for so many steps. */
    public static CohortSummary run(World world, Cohort cohort, WorldPolicy policy, int steps) {
        return run(world, cohort, policy, steps, (customers, step, actions) -> {});
    }

    /** The same, with someone watching. */
    public static CohortSummary run(World world, Cohort cohort, WorldPolicy policy, int steps, StepObserver observer) {
        LivingCohort customers = world.begin(cohort);
        CohortTally tally = new CohortTally(customers);
        byte[] actions = new byte[cohort.size()];
        for (int step = 0; step < steps; step++) {
            policy.choose(customers, step, actions);
            world.step(customers, step, actions, 0, actions.length);
            for (int i = 0; i < actions.length; i++) {
                tally.add(i, actions[i]);
            }
            observer.lived(customers, step, actions);
        }
        return tally.summary(steps);
    }
}
