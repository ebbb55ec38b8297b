package io.leaven.generator;

import io.leaven.generator.world.CohortSummary;

/**
 * What a run with simulated customers did.
 *
 * @param mode {@code log} or {@code loop}
 * @param world the world's name
 * @param customerPrefix what customer ids begin with
 * @param events customer events written
 * @param decisions in a log the decisions written, in a loop those that moved a customer on
 * @param ignoredDecisions in a loop: repeats, and decisions for a step that cannot come next
 * @param deadLetters in a loop: decisions that could not be decoded
 * @param seconds it took
 * @param complete false if it was stopped before its end
 * @param cohort what became of the customers
 */
public record GeneratorSummary(
        String mode,
        String world,
        long seed,
        String customerPrefix,
        long events,
        long decisions,
        long ignoredDecisions,
        long deadLetters,
        double seconds,
        boolean complete,
        CohortSummary cohort) {}
