package io.leaven.causal.fit;

import io.leaven.causal.uplift.Category;
import io.leaven.causal.uplift.ExperimentData;
import java.util.List;

/**
 * An experiment as it was read.
 *
 * @param name where from, in words: {@code topic 'x'} or the file
 * @param data the good rows
 * @param refused records that could not be used
 * @param categories how text columns became features
 * @param warnings what the reader should know
 */
record UpliftSource(String name, ExperimentData data, long refused, List<Category> categories, List<String> warnings) {}
