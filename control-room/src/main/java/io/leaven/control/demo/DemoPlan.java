package io.leaven.control.demo;

import io.leaven.app.UserError;
import java.nio.file.Path;

/**
 * What a demo is asked to do.
 *
 * @param customers in the log, and again in each cohort of the closed loop
 * @param steps that each customer lives
 * @param world name of the world's profile
 * @param seed of the customers, their luck and the agent
 * @param once whether to end with the first cohort
 * @param report folder for the report
 */
record DemoPlan(int customers, int steps, String world, long seed, boolean once, Path report) {

    DemoPlan {
        atLeastOne("--customers", customers);
        atLeastOne("--steps", steps);
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) {
            throw new UserError(option + " is " + value + ", must be 1 or more");
        }
    }
}
