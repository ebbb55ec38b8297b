package io.leaven.causal.report;

import io.leaven.causal.mmm.Contributions;
import io.leaven.causal.mmm.Credible;
import io.leaven.causal.mmm.MediaMixPosterior;
import io.leaven.causal.mmm.ParameterSummary;
import io.leaven.causal.mmm.PosteriorPredictiveCheck;
import io.leaven.causal.mmm.ResponseCurves;
import io.leaven.causal.mmm.Roas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page of a fitted media mix model: what channels return, how the outcome is made up, and whether the draws can be trusted. */
public final class MmmReport {

    private MmmReport() {}

    /** Draws the page, which takes a second or two. */
    public static HtmlReport of(
            String version,
            MediaMixPosterior posterior,
            Roas roas,
            Contributions contributions,
            PosteriorPredictiveCheck check) {
        HtmlReport page = new HtmlReport("Media mix model " + version);
        posterior.convergence().complaints().forEach(complaint -> page.warning("Not converged: " + complaint));
        page.paragraph(String.format(
                Locale.ROOT,
                "%d periods, %d chains of %d draws after %d of warm-up, %d divergences, %.1f s.",
                posterior.model().data().rows(),
                posterior.settings().chains(),
                posterior.settings().draws(),
                posterior.settings().warmup(),
                posterior.convergence().divergences(),
                posterior.seconds()));
        returns(page, roas, contributions);
        page.section("Response curves")
                .paragraph(
                        "What a channel would have brought in total, had its spend been a multiple of what it was: posterior mean and 90%"
                                + " interval.");
        ResponseCurves curves = ResponseCurves.of(posterior);
        curves.curves()
                .forEach((channel, curve) ->
                        page.figure(MmmCharts.response(channel, curve), "Response curve of " + channel));
        page.section("The outcome over time");
        page.figure(
                MmmCharts.fit(posterior.model().data(), check),
                "Outcome (points) and its posterior predictive distribution (mean and 90% interval)");
        page.figure(
                MmmCharts.contributions(posterior.model().data(), contributions),
                "Posterior mean contribution of each channel and of all else, stacked");
        page.paragraph(String.format(
                Locale.ROOT,
                "R2 %.3f, MAPE %.1f%%, CRPS %.4g; %.1f%% of the outcomes lie in their 90%% predictive interval.",
                check.r2(),
                100 * check.mape(),
                check.crps(),
                100 * check.coverage90()));
        parameters(page, posterior);
        return page;
    }

    private static void returns(HtmlReport page, Roas roas, Contributions contributions) {
        List<List<String>> rows = new ArrayList<>();
        roas.average()
                .forEach((channel, average) -> rows.add(List.of(
                        channel,
                        words(average),
                        words(roas.marginal().get(channel)),
                        words(contributions.totals().get(channel)),
                        String.format(
                                Locale.ROOT,
                                "%.1f%%",
                                100 * contributions.shares().get(channel).mean()),
                        String.format(
                                Locale.ROOT,
                                "%.3f ± %.3f",
                                roas.weights().get(channel),
                                roas.weightSds().get(channel)))));
        page.section("What channels return")
                .table(
                        List.of(
                                "channel",
                                "return on spend [90%]",
                                "of the next unit [90%]",
                                "contribution [90%]",
                                "share",
                                "weight ± sd"),
                        rows);
    }

    private static void parameters(HtmlReport page, MediaMixPosterior posterior) {
        List<List<String>> rows = new ArrayList<>();
        for (ParameterSummary row : posterior.parameters()) {
            rows.add(List.of(
                    row.name(),
                    number(row.mean()),
                    number(row.sd()),
                    number(row.q5()),
                    number(row.q95()),
                    String.format(Locale.ROOT, "%.3f", row.rhat()),
                    String.format(Locale.ROOT, "%.0f", row.essBulk()),
                    String.format(Locale.ROOT, "%.0f", row.essTail()),
                    number(row.mcse())));
        }
        page.section("Posterior of the scaled model")
                .table(List.of("parameter", "mean", "sd", "5%", "95%", "R-hat", "ESS bulk", "ESS tail", "MCSE"), rows);
        page.section("Traces and ranks")
                .paragraph(
                        "Chains that have mixed look alike and wander through the same range; their ranks are spread evenly.");
        for (ParameterSummary row : posterior.parameters()) {
            page.figure(MmmCharts.trace(row.name(), posterior.draws(row.name())), "Trace of " + row.name());
            page.figure(MmmCharts.ranks(row.name(), posterior.draws(row.name())), "Ranks of " + row.name());
        }
    }

    private static String words(Credible value) {
        return number(value.mean()) + " [" + number(value.q5()) + ", " + number(value.q95()) + "]";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
