package io.leaven.causal.fit;

import io.leaven.app.UserError;
import io.leaven.causal.mmm.BudgetOptimizer;
import io.leaven.causal.mmm.Contributions;
import io.leaven.causal.mmm.Convergence;
import io.leaven.causal.mmm.MediaMixPosterior;
import io.leaven.causal.mmm.PosteriorPredictiveCheck;
import io.leaven.causal.mmm.Roas;
import io.leaven.causal.model.CausalModelCodec;
import io.leaven.causal.model.ModelNotes;
import io.leaven.schemas.CausalModel;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of fitting a media mix model.
 *
 * @param version of the model
 * @param started when the fit began
 * @param source where the data is from, in words
 * @param refused records of the source that could not be used
 * @param posterior of all parameters
 * @param roas returns and the weights for the reward
 * @param contributions of each channel by period
 * @param check how well the model predicts what it was fitted to
 * @param plan the best split of a budget, if one was asked for
 */
public record MmmResult(
        String version,
        Instant started,
        String source,
        long refused,
        MediaMixPosterior posterior,
        Roas roas,
        Contributions contributions,
        PosteriorPredictiveCheck check,
        Optional<BudgetOptimizer.Plan> plan) {

    /**
     * The record to publish.
     *
     * @throws UserError if no channel has a return, so that there are no weights
     */
    CausalModel toRecord(Map<String, ?> settings) {
        if (roas.weights().values().stream().anyMatch(weight -> !Double.isFinite(weight))) {
            throw new UserError("no channel returns anything on average, so there are no channel weights to publish");
        }
        return CausalModelCodec.encode(
                version, posterior, roas, new ModelNotes(started, diagnostics(), provenance(settings)));
    }

    private Map<String, Double> diagnostics() {
        Convergence convergence = posterior.convergence();
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        diagnostics.put("worstRhat", convergence.worstRhat());
        diagnostics.put("leastEssBulk", convergence.leastEssBulk());
        diagnostics.put("leastEssTail", convergence.leastEssTail());
        diagnostics.put("divergences", (double) convergence.divergences());
        diagnostics.put("r2", check.r2());
        diagnostics.put("mape", check.mape());
        diagnostics.put("crps", check.crps());
        diagnostics.put("coverage90", check.coverage90());
        roas.average().forEach((channel, roi) -> {
            diagnostics.put("roas[" + channel + "].mean", roi.mean());
            diagnostics.put("roas[" + channel + "].q5", roi.q5());
            diagnostics.put("roas[" + channel + "].q95", roi.q95());
        });
        diagnostics.values().removeIf(value -> !Double.isFinite(value));
        return diagnostics;
    }

    private Map<String, String> provenance(Map<String, ?> settings) {
        Map<String, String> provenance = new TreeMap<>();
        provenance.put("source", source);
        provenance.put("periods", Integer.toString(posterior.model().data().rows()));
        provenance.put("refusedRows", Long.toString(refused));
        settings.forEach((key, value) -> provenance.put(key, String.valueOf(value)));
        return provenance;
    }
}
