package io.leaven.generator.world;

/**
 * What of a customer the response depends on and never changes.
 *
 * @param age years
 * @param gender code: female 1, male 0, other .5
 * @param distance miles to the store
 * @param u what nobody observes, added to the log-odds of a purchase
 */
public record CustomerTraits(double age, double gender, double distance, double u) {}
