package io.leaven.enricher.reward;

import io.leaven.schemas.Tier;

/**
 * What happened in a step.
 *
 * @param purchased whether the customer bought anything
 * @param ticket dollars spent, 0 without a purchase
 * @param tier after the step
 */
public record Outcome(boolean purchased, double ticket, Tier tier) {}
