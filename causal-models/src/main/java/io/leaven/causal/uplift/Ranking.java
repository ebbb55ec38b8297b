package io.leaven.causal.uplift;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Orders rows by a score. */
final class Ranking {

    private Ranking() {}

    /** The rows from the highest score down; equal ones stay in their order. */
    static int[] descending(double[] score) {
        return IntStream.range(0, score.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> -score[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
