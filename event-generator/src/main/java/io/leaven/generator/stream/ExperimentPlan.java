package io.leaven.generator.stream;

import io.leaven.app.UserError;
import io.leaven.generator.world.WorldProfile;

/**
 * Which randomised experiment to make: one arm without a message and one for each promotion of the world.
 *
 * @param world that the customers live in
 * @param seed of who they are and of their luck
 * @param rowsPerArm customers in each arm, 1 to 2,000,000
 * @param prefix what their ids begin with, such as {@code exp42}
 */
public record ExperimentPlan(WorldProfile world, long seed, int rowsPerArm, String prefix) {

    private static final int MOST_ROWS = 2_000_000;

    public ExperimentPlan {
        CustomerPlan.requireBetween("rows per arm", rowsPerArm, MOST_ROWS);
        if (prefix.isBlank()) {
            throw new UserError("the prefix of customer ids is empty");
        }
    }

    /** Customers called {@code exp<seed>-000000} and so on. */
    public static ExperimentPlan of(WorldProfile world, long seed, int rowsPerArm) {
        return new ExperimentPlan(world, seed, rowsPerArm, "exp" + seed);
    }

    public int arms() {
        return 1 + world.promotions().size();
    }

    /** Over all arms. */
    public int rows() {
        return arms() * rowsPerArm;
    }
}
