package io.leaven.generator;

/**
 * What a run that writes rows of data did.
 *
 * @param stream {@code experiments} or {@code media-spend}
 * @param rows written
 * @param seconds it took
 * @param complete false if it was stopped before its end
 */
public record RowSummary(String stream, long seed, long rows, double seconds, boolean complete) {}
