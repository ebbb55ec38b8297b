package io.leaven.causal.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.causal.mmm.BudgetOptimizer;
import io.leaven.causal.mmm.Convergence;
import io.leaven.causal.mmm.Credible;
import io.leaven.causal.mmm.MediaMixPosterior;
import io.leaven.causal.mmm.ParameterSummary;
import io.leaven.causal.mmm.Scaling;
import java.util.Locale;
import java.util.Map;

/** Shows a fitted media mix model to people and to programs. A number that the draws could not give is {@code -} and null. */
final class MmmPrinter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private MmmPrinter() {}

    static String text(MmmResult result) {
        StringBuilder text = new StringBuilder();
        MediaMixPosterior posterior = result.posterior();
        line(
                text,
                "%s on %,d periods of %s, %s adstock, outcome scale %s, %.1f s",
                result.version(),
                posterior.model().data().rows(),
                result.source(),
                posterior.model().spec().adstock().name(),
                posterior.model().scaling().outcomeScale().label(),
                posterior.seconds());
        line(text, "");
        line(
                text,
                "%-18s %9s %9s %9s %9s %7s %8s %8s",
                "parameter",
                "mean",
                "sd",
                "5%",
                "95%",
                "R-hat",
                "ESS bulk",
                "ESS tail");
        for (ParameterSummary row : posterior.parameters()) {
            line(
                    text,
                    "%-18s %9.4g %9.4g %9.4g %9.4g %7.3f %8.0f %8.0f",
                    row.name(),
                    row.mean(),
                    row.sd(),
                    row.q5(),
                    row.q95(),
                    row.rhat(),
                    row.essBulk(),
                    row.essTail());
        }
        line(text, "");
        line(
                text,
                "%-14s %-28s %-28s %-22s %s",
                "channel",
                "return on spend [90%]",
                "of the next unit [90%]",
                "share of outcome",
                "weight +- sd");
        result.roas()
                .average()
                .forEach((channel, roas) -> line(
                        text,
                        "%-14s %-28s %-28s %-22s %.3f +- %.3f",
                        channel,
                        words(roas),
                        words(result.roas().marginal().get(channel)),
                        String.format(
                                Locale.ROOT,
                                "%.1f%%",
                                100
                                        * result.contributions()
                                                .shares()
                                                .get(channel)
                                                .mean()),
                        result.roas().weights().get(channel),
                        result.roas().weightSds().get(channel)));
        line(text, "");
        line(
                text,
                "Posterior predictive check: R2 %.3f, MAPE %.1f%%, CRPS %.4g, %.1f%% of the outcomes in their 90%% interval",
                result.check().r2(),
                100 * result.check().mape(),
                result.check().crps(),
                100 * result.check().coverage90());
        result.plan().ifPresent(plan -> budget(text, plan));
        return text.toString().stripTrailing();
    }

    private static void budget(StringBuilder text, BudgetOptimizer.Plan plan) {
        line(text, "");
        line(text, "Best split of %,.6g:", plan.amount());
        plan.channels()
                .forEach((channel, part) -> line(
                        text,
                        "%-14s %,14.6g, %.2f times its spend in the data, brings %s",
                        channel,
                        part.spend(),
                        part.multiple(),
                        words(part.outcome())));
        line(text, "together it brings %s; split as before, %s", words(plan.outcome()), words(plan.outcomeAsBefore()));
    }

    static String json(MmmResult result, boolean published) {
        MediaMixPosterior posterior = result.posterior();
        Convergence convergence = posterior.convergence();
        ObjectNode json = JSON.objectNode()
                .put("version", result.version())
                .put("source", result.source())
                .put("periods", posterior.model().data().rows())
                .put("refused", result.refused())
                .put("adstock", posterior.model().spec().adstock().name());
        for (ParameterSummary row : posterior.parameters()) {
            json.withArray("parameters").add(json(row));
        }
        json.set("roas", json(result.roas().average()));
        json.set("marginalRoas", json(result.roas().marginal()));
        ObjectNode weights = json.putObject("weights");
        result.roas().weights().forEach((channel, weight) -> {
            ObjectNode one = weights.putObject(channel);
            one.set("mean", number(weight));
            one.set("sd", number(result.roas().weightSds().get(channel)));
        });
        json.set("contributions", json(result.contributions().totals()));
        json.set("contributionShares", json(result.contributions().shares()));
        ObjectNode check = json.putObject("posteriorPredictive");
        check.set("r2", number(result.check().r2()));
        check.set("mape", number(result.check().mape()));
        check.set("crps", number(result.check().crps()));
        check.set("coverage90", number(result.check().coverage90()));
        json.put("divergences", convergence.divergences());
        json.put("converged", convergence.good());
        convergence.complaints().forEach(json.putArray("complaints")::add);
        json.put("seconds", posterior.seconds());
        json.set("scaling", json(posterior.model().scaling()));
        ObjectNode priors = json.putObject("priors");
        posterior.model().spec().priors().texts().forEach(priors::put);
        json.put("seed", posterior.settings().seed());
        json.put("chains", posterior.settings().chains());
        json.put("warmup", posterior.settings().warmup());
        json.put("draws", posterior.settings().draws());
        result.plan().ifPresent(plan -> json.set("budget", json(plan)));
        json.put("published", published);
        return json.toPrettyString();
    }

    private static ObjectNode json(ParameterSummary row) {
        ObjectNode json = JSON.objectNode().put("name", row.name());
        json.set("mean", number(row.mean()));
        json.set("sd", number(row.sd()));
        json.set("q5", number(row.q5()));
        json.set("q95", number(row.q95()));
        json.set("rhat", number(row.rhat()));
        json.set("essBulk", number(row.essBulk()));
        json.set("essTail", number(row.essTail()));
        json.set("mcse", number(row.mcse()));
        return json;
    }

    private static ObjectNode json(Map<String, Credible> byChannel) {
        ObjectNode json = JSON.objectNode();
        byChannel.forEach((channel, value) -> json.set(channel, json(value)));
        return json;
    }

    private static ObjectNode json(Credible value) {
        ObjectNode json = JSON.objectNode();
        json.set("mean", number(value.mean()));
        json.set("sd", number(value.sd()));
        json.set("q5", number(value.q5()));
        json.set("q95", number(value.q95()));
        return json;
    }

    private static ObjectNode json(Scaling scaling) {
        ObjectNode json = JSON.objectNode()
                .put("outcomeScale", scaling.outcomeScale().label())
                .put("outcomeUnit", scaling.outcomeUnit());
        ObjectNode spend = json.putObject("spendUnit");
        scaling.spendUnit().forEach(spend::put);
        ObjectNode columns = json.putObject("columns");
        scaling.columns()
                .forEach((name, column) ->
                        columns.putObject(name).put("mean", column.mean()).put("sd", column.sd()));
        return json;
    }

    private static ObjectNode json(BudgetOptimizer.Plan plan) {
        ObjectNode json = JSON.objectNode().put("amount", plan.amount());
        ObjectNode channels = json.putObject("channels");
        plan.channels().forEach((channel, part) -> {
            ObjectNode one =
                    channels.putObject(channel).put("spend", part.spend()).put("multiple", part.multiple());
            one.set("outcome", json(part.outcome()));
        });
        json.set("outcome", json(plan.outcome()));
        json.set("outcomeAsBefore", json(plan.outcomeAsBefore()));
        return json;
    }

    private static JsonNode number(double value) {
        return Double.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
    }

    private static String words(Credible value) {
        return String.format(Locale.ROOT, "%.4g [%.4g, %.4g]", value.mean(), value.q5(), value.q95());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
