package io.leaven.causal.report;

import io.leaven.causal.mmm.Contributions;
import io.leaven.causal.mmm.Credible;
import io.leaven.causal.mmm.MediaMixData;
import io.leaven.causal.mmm.PosteriorPredictiveCheck;
import io.leaven.causal.mmm.ResponseCurves;
import java.awt.BasicStroke;
import java.awt.Color;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The pictures of {@link MmmReport}, as PNG. */
final class MmmCharts {

    private static final int RANK_BINS = 20;
    private static final int SMALL_HEIGHT = 260;
    private static final BasicStroke DASHED =
            new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 4}, 0);

    private MmmCharts() {}

    static byte[] response(String channel, List<ResponseCurves.Point> curve) {
        XYChart chart = Charts.lines(channel, "spend in all periods", "outcome that it brings");
        List<Double> spend = curve.stream().map(ResponseCurves.Point::spend).toList();
        band(chart, spend, curve.stream().map(ResponseCurves.Point::outcome).toList());
        return Charts.png(chart);
    }

    static byte[] fit(MediaMixData data, PosteriorPredictiveCheck check) {
        XYChart chart = Charts.lines("Outcome and prediction", "period", "outcome");
        List<?> period = periods(data);
        band(chart, period, check.predicted());
        XYSeries observed = chart.addSeries("observed", period, boxed(data.outcome()));
        observed.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        observed.setMarker(SeriesMarkers.CIRCLE);
        observed.setMarkerColor(Color.BLACK);
        chart.getStyler().setMarkerSize(4);
        return Charts.png(chart);
    }

    /** Stacked by hand, from the base up: each area is drawn before, and so behind, those below it. */
    static byte[] contributions(MediaMixData data, Contributions contributions) {
        XYChart chart = Charts.lines("Contributions", "period", "outcome");
        List<?> period = periods(data);
        List<String> names = new ArrayList<>(List.of("base"));
        List<double[]> tops = new ArrayList<>();
        tops.add(means(contributions.base()));
        contributions.channels().forEach((channel, values) -> {
            double[] below = tops.get(tops.size() - 1);
            double[] own = means(values);
            double[] top = new double[own.length];
            Arrays.setAll(top, t -> below[t] + own[t]);
            tops.add(top);
            names.add(channel);
        });
        for (int i = tops.size() - 1; i >= 0; i--) {
            chart.addSeries(names.get(i), period, boxed(tops.get(i))).setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
        }
        if (tops.stream().flatMapToDouble(Arrays::stream).allMatch(top -> top >= 0)) {
            chart.getStyler().setYAxisMin(0.0);
        }
        return Charts.png(chart);
    }

    static byte[] trace(String parameter, double[][] draws) {
        XYChart chart = Charts.lines(parameter, "draw", "", SMALL_HEIGHT);
        double[] number = IntStream.range(0, draws[0].length).asDoubleStream().toArray();
        for (int chain = 0; chain < draws.length; chain++) {
            chart.addSeries("chain " + (chain + 1), number, draws[chain]).setLineStyle(new BasicStroke(.6f));
        }
        return Charts.smallPng(chart);
    }

    /** How often the draws of each chain fall into each twentieth of all draws (Vehtari et al. 2021, section 4.2). */
    static byte[] ranks(String parameter, double[][] draws) {
        CategoryChart chart =
                Charts.categories(parameter, "rank among all draws, by twentieths", "draws", SMALL_HEIGHT);
        chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
        chart.getStyler().setMarkerSize(5);
        chart.getStyler().setOverlapped(true);
        chart.getStyler().setYAxisMin(0.0);
        int[][] counts = rankCounts(draws);
        List<Integer> bins = IntStream.rangeClosed(1, RANK_BINS).boxed().toList();
        for (int chain = 0; chain < draws.length; chain++) {
            chart.addSeries(
                    "chain " + (chain + 1),
                    bins,
                    Arrays.stream(counts[chain]).boxed().toList());
        }
        return Charts.smallPng(chart);
    }

    static int[][] rankCounts(double[][] draws) {
        record Draw(int chain, double value) {}
        List<Draw> all = new ArrayList<>();
        for (int chain = 0; chain < draws.length; chain++) {
            for (double value : draws[chain]) {
                all.add(new Draw(chain, value));
            }
        }
        all.sort(Comparator.comparingDouble(Draw::value));
        int[][] counts = new int[draws.length][RANK_BINS];
        for (int rank = 0; rank < all.size(); rank++) {
            counts[all.get(rank).chain()][(int) ((long) rank * RANK_BINS / all.size())]++;
        }
        return counts;
    }

    private static void band(XYChart chart, List<?> x, List<Credible> values) {
        Map<String, ToDoubleFunction<Credible>> lines =
                Map.of("mean", Credible::mean, "5%", Credible::q5, "95%", Credible::q95);
        for (String name : List.of("mean", "5%", "95%")) {
            XYSeries line = chart.addSeries(
                    name, x, boxed(values.stream().mapToDouble(lines.get(name)).toArray()));
            line.setLineColor(new Color(0x0072B2));
            line.setLineStyle(name.equals("mean") ? new BasicStroke(2) : DASHED);
            line.setMarker(SeriesMarkers.NONE);
        }
    }

    private static double[] means(List<Credible> values) {
        return values.stream().mapToDouble(Credible::mean).toArray();
    }

    /** Days as dates, so that the axis is one of time. */
    private static List<?> periods(MediaMixData data) {
        return data.periods().stream()
                .map(period -> period.dated()
                        ? Date.from(Instant.EPOCH.plus(Duration.ofDays(period.order())))
                        : period.order())
                .toList();
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
