package io.leaven.generator.stream;

import io.leaven.app.UserError;
import io.leaven.generator.world.WorldProfile;
import java.util.OptionalInt;

/**
 * Which simulated customers to make.
 *
 * @param world that they live in
 * @param seed of who they are and of their luck
 * @param customers how many, 1 to 10,000,000
 * @param steps that each of them lives, 1 to 100,000
 * @param prefix what their ids begin with, such as {@code log42}
 */
public record CustomerPlan(WorldProfile world, long seed, int customers, int steps, String prefix) {

    private static final int MOST_CUSTOMERS = 10_000_000;
    private static final int MOST_STEPS = 100_000;

    public CustomerPlan {
        requireBetween("customers", customers, MOST_CUSTOMERS);
        requireBetween("steps", steps, MOST_STEPS);
        if (prefix.isBlank()) {
            throw new UserError("the prefix of customer ids is empty");
        }
    }

    /** Customers for a log, called {@code log<seed>-000000} and so on. */
    public static CustomerPlan log(WorldProfile world, long seed, int customers, int steps) {
        return new CustomerPlan(world, seed, customers, steps, "log" + seed);
    }

    /** Customers for a closed loop, called {@code loop<seed>-000000} and so on. */
    public static CustomerPlan loop(WorldProfile world, long seed, int customers, int steps) {
        return new CustomerPlan(world, seed, customers, steps, "loop" + seed);
    }

    /** The number of the customer of that id, from 0; empty if it is none of these. */
    public OptionalInt customer(String id) {
        return new CustomerIds(prefix, customers).customer(id);
    }

    static void requireBetween(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new UserError(name + " is " + value + ", not 1 to " + most);
        }
    }
}
