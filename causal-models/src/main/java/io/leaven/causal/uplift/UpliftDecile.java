package io.leaven.causal.uplift;

/**
 * A tenth of the rows by predicted effect, the highest first.
 *
 * @param decile 1 for the highest predictions, 10 for the lowest
 * @param rows treated and untreated ones
 * @param predicted mean CATE
 * @param observed difference in means of the outcome between treated and untreated rows
 * @param gate the tenth's mean effect (GATES of Chernozhukov et al. 2018) by its doubly robust scores
 */
public record UpliftDecile(int decile, int rows, double predicted, Estimate observed, Estimate gate) {}
