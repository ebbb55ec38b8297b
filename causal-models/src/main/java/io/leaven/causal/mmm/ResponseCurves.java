package io.leaven.causal.mmm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a channel would have brought in total, had its spend been a multiple of what it was in every period.
 *
 * @param curves by channel
 */
public record ResponseCurves(Map<String, List<Point>> curves) {

    private static final int DRAWS = 1_000;
    private static final int POINTS = 40;
    private static final double MOST = 2;

    /**
     * One point of a curve.
     *
     * @param multiple of the spend in the data
     * @param spend in all periods together
     * @param outcome that it brings
     */
    public record Point(double multiple, double spend, Credible outcome) {}

    /** Multiples from 0 to 2 in steps of .05, from at most 1000 draws. */
    public static ResponseCurves of(MediaMixPosterior posterior) {
        MediaMixModel model = posterior.model();
        List<String> names = model.data().channels();
        int[] numbers = posterior.thinned(DRAWS);
        double[][][] outcomes = new double[names.size()][POINTS + 1][numbers.length];
        DrawnResponse response = new DrawnResponse(model);
        for (int i = 0; i < numbers.length; i++) {
            response.at(posterior.draw(numbers[i]));
            for (int c = 0; c < names.size(); c++) {
                for (int p = 1; p <= POINTS; p++) {
                    outcomes[c][p][i] = response.total(c, MOST * p / POINTS);
                }
            }
        }
        Map<String, List<Point>> curves = new LinkedHashMap<>();
        for (int c = 0; c < names.size(); c++) {
            double spent = Arrays.stream(model.data().spend(c)).sum();
            List<Point> curve = new ArrayList<>();
            for (int p = 0; p <= POINTS; p++) {
                double multiple = MOST * p / POINTS;
                curve.add(new Point(multiple, multiple * spent, Credible.of(outcomes[c][p])));
            }
            curves.put(names.get(c), curve);
        }
        return new ResponseCurves(curves);
    }
}
