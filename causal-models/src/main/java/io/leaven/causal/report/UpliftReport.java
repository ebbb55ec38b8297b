package io.leaven.causal.report;

import io.leaven.causal.uplift.ArmBalance.FeatureBalance;
import io.leaven.causal.uplift.ArmEvaluation;
import io.leaven.causal.uplift.Estimate;
import io.leaven.causal.uplift.Personas;
import io.leaven.causal.uplift.UpliftDecile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The page of an uplift model: mean effects, the order's gain, calibration by tenths, personas, balance. */
public final class UpliftReport {

    /** Points of a drawn curve; more would not be seen. */
    private static final int POINTS = 400;

    /** Features in the table of balance. */
    private static final int FEATURES = 15;

    private UpliftReport() {}

    /**
     * The page.
     *
     * @param title of the page
     * @param summary how the model came to be
     * @param warnings what nobody should miss
     * @param arms as judged on held-out rows
     */
    public static HtmlReport of(String title, String summary, List<String> warnings, List<ArmEvaluation> arms) {
        HtmlReport page = new HtmlReport(title).paragraph(summary);
        warnings.forEach(page::warning);
        page.section("Effects on held-out rows")
                .paragraph(
                        "Mean effects in units of the outcome with 95% intervals; Qini and AUUC as scikit-uplift normalises"
                                + " them (0: random order, 1: an order that knows the outcomes); the mean effect among the 30% with the"
                                + " highest predictions.")
                .table(
                        List.of(
                                "arm",
                                "rows",
                                "control",
                                "mean effect",
                                "AIPW",
                                "predicted",
                                "Qini",
                                "AUUC",
                                "top 30%"),
                        arms.stream().map(UpliftReport::row).toList());
        arms.forEach(arm -> page.paragraph(arm.arm() + ": " + arm.verdict() + "."));
        page.section("Gain by the model's order")
                .figure(
                        Charts.png(qini(arms)),
                        "Qini curves: outcome gained per treated row when customers are treated from the highest predicted"
                                + " effect down. Grey: treating at random.");
        for (ArmEvaluation arm : arms) {
            page.section("Tenths by predicted effect: " + arm.arm())
                    .figure(
                            Charts.png(gates(arm)),
                            "Mean effect of each tenth (GATES, doubly robust, 95% interval) over its predicted one. On the"
                                    + " grey line predictions are right.")
                    .table(
                            List.of("tenth", "rows", "predicted", "difference in means", "doubly robust"),
                            arm.deciles().stream().map(UpliftReport::row).toList());
        }
        page.section("Personas")
                .paragraph("Shares of the held-out rows by predicted effect and predicted outcome without treatment.");
        arms.forEach(arm -> personas(page, arm));
        page.section("Balance before treatment")
                .paragraph("Standardised mean differences to control over all rows; beyond 0.1 they matter.");
        arms.forEach(arm -> balance(page, arm));
        return page;
    }

    private static List<String> row(ArmEvaluation arm) {
        return List.of(
                arm.arm(),
                String.format(Locale.ROOT, "%,d", arm.treatedRows()),
                String.format(Locale.ROOT, "%,d", arm.controlRows()),
                words(arm.ateDifference()),
                words(arm.ateAipw()),
                number(arm.meanCate()),
                number(arm.qini()),
                number(arm.auuc()),
                words(arm.upliftAt30()));
    }

    private static List<String> row(UpliftDecile decile) {
        return List.of(
                Integer.toString(decile.decile()),
                String.format(Locale.ROOT, "%,d", decile.rows()),
                number(decile.predicted()),
                words(decile.observed()),
                words(decile.gate()));
    }

    private static XYChart qini(List<ArmEvaluation> arms) {
        XYChart chart = Charts.lines("Qini curves", "share of customers treated", "outcome per treated row");
        for (ArmEvaluation arm : arms) {
            double[] x = thinned(arm.curve().shares());
            double[] y = thinned(arm.curve().qiniCurve());
            chart.addSeries(arm.arm(), x, y).setMarker(SeriesMarkers.NONE);
            straight(chart, arm.arm() + " at random", new double[] {0, 1}, new double[] {0, y[y.length - 1]});
        }
        return chart;
    }

    private static XYChart gates(ArmEvaluation arm) {
        XYChart chart = Charts.lines(arm.arm(), "predicted effect", "effect of the tenth");
        List<UpliftDecile> known = arm.deciles().stream()
                .filter(decile -> Double.isFinite(decile.gate().estimate()))
                .toList();
        double[] x = known.stream().mapToDouble(UpliftDecile::predicted).toArray();
        double[] y =
                known.stream().mapToDouble(decile -> decile.gate().estimate()).toArray();
        double[] error = known.stream()
                .mapToDouble(decile -> decile.gate().upper() - decile.gate().estimate())
                .toArray();
        if (x.length > 0) {
            chart.getStyler().setMarkerSize(8);
            XYSeries tenths = chart.addSeries("tenths", x, y, error);
            tenths.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter).setMarker(SeriesMarkers.CIRCLE);
            double[] ends = {x[x.length - 1], x[0]};
            straight(chart, "predicted", ends, ends);
        }
        return chart;
    }

    private static void straight(XYChart chart, String name, double[] x, double[] y) {
        chart.addSeries(name, x, y)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(Color.GRAY)
                .setLineStyle(new BasicStroke(1.2f))
                .setShowInLegend(false);
    }

    private static double[] thinned(double[] curve) {
        int points = Math.min(POINTS, curve.length);
        double[] thinned = new double[points];
        for (int i = 0; i < points; i++) {
            thinned[i] = curve[(int) ((long) i * (curve.length - 1) / (points - 1))];
        }
        return thinned;
    }

    private static void personas(HtmlReport page, ArmEvaluation arm) {
        Personas personas = arm.personas();
        page.table(
                List.of(arm.arm(), "the treatment changes it", "the treatment changes nothing"),
                List.of(
                        List.of(
                                "good without treatment",
                                "do-not-disturb " + percent(personas.doNotDisturb()),
                                "sure things " + percent(personas.sureThing())),
                        List.of(
                                "bad without treatment",
                                "persuadable " + percent(personas.persuadable()),
                                "lost causes " + percent(personas.lostCause()))));
        page.paragraph(String.format(
                Locale.ROOT,
                "Persuadable from an effect of %.4g, do-not-disturb from a loss of %.4g, sure things from an outcome of %.4g.",
                personas.gain(),
                personas.loss(),
                personas.sure()));
    }

    private static void balance(HtmlReport page, ArmEvaluation arm) {
        List<List<String>> rows = new ArrayList<>();
        for (FeatureBalance feature : arm.balance().features()) {
            if (rows.size() < FEATURES) {
                rows.add(List.of(
                        feature.feature(),
                        number(feature.treatedMean()),
                        number(feature.controlMean()),
                        String.format(Locale.ROOT, "%+.3f", feature.smd())));
            }
        }
        page.table(List.of(arm.arm(), "mean, treated", "mean, control", "difference"), rows);
        page.paragraph(
                arm.balance().propensitiesGiven()
                        ? "Propensities were given: differences are no fault."
                        : arm.isRandomised()
                                ? "Looks randomised."
                                : "Does not look randomised: the mean effect to trust is the doubly robust one.");
    }

    private static String words(Estimate estimate) {
        return Double.isFinite(estimate.estimate())
                ? String.format(
                        Locale.ROOT, "%+.4g [%.4g, %.4g]", estimate.estimate(), estimate.lower(), estimate.upper())
                : "-";
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "-";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }
}
