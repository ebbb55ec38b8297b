package io.leaven.causal.model;

import java.time.Instant;
import java.util.Map;

/**
 * What goes with a published model beside its content.
 *
 * @param createdAt when it was fitted
 * @param diagnostics what was measured, by name; finite numbers
 * @param provenance where it comes from: data, rows, seed, settings
 */
public record ModelNotes(Instant createdAt, Map<String, Double> diagnostics, Map<String, String> provenance) {}
