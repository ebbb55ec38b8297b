package io.leaven.causal.model;

import io.leaven.causal.boosting.InvalidTreesException;
import io.leaven.causal.mmm.MediaMixPosterior;
import io.leaven.causal.mmm.ParameterSummary;
import io.leaven.causal.mmm.Roas;
import io.leaven.causal.mmm.Scaling;
import io.leaven.causal.uplift.CateModel;
import io.leaven.causal.uplift.TreeCateModel;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.ChannelWeight;
import io.leaven.schemas.MediaMixModel;
import io.leaven.schemas.MediaMixScaling;
import io.leaven.schemas.PosteriorParameter;
import io.leaven.schemas.UpliftModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Between causal models and the record that carries them over the topic {@code causal-models}. A model that is read back is
 * checked to its last tree. Stateless, safe for use by several threads.
 */
public final class CausalModelCodec {

    /** Key of uplift models on the topic. */
    public static final String UPLIFT_KEY = "uplift";

    /** Key of media mix models on the topic. */
    public static final String MEDIA_MIX_KEY = "media-mix";

    private CausalModelCodec() {}

    /**
     * The record of an uplift model.
     *
     * @throws IllegalArgumentException if the model is of a learner that has no record
     */
    public static CausalModel encode(CateModel model, ModelNotes notes) {
        if (!(model instanceof TreeCateModel trees)) {
            throw new IllegalArgumentException(
                    "there is no record for a " + model.getClass().getSimpleName());
        }
        return record(model.version(), UpliftRecords.encode(trees), notes);
    }

    /** The record of a media mix model: the channel weights with their uncertainty, and the posterior that they come from. */
    public static CausalModel encode(String version, MediaMixPosterior posterior, Roas roas, ModelNotes notes) {
        Scaling scaling = posterior.model().scaling();
        Map<String, Double> means = new LinkedHashMap<>();
        Map<String, Double> sds = new LinkedHashMap<>();
        scaling.columns().forEach((name, column) -> {
            means.put(name, column.mean());
            sds.put(name, column.sd());
        });
        MediaMixModel content = MediaMixModel.newBuilder()
                .setChannels(weights(roas.weights(), roas.weightSds()))
                .setAdstock(posterior.model().spec().adstock().name())
                .setScaling(new MediaMixScaling(
                        scaling.outcomeScale().label(),
                        scaling.outcomeUnit(),
                        new LinkedHashMap<>(scaling.spendUnit()),
                        means,
                        sds))
                .setParameters(posterior.parameters().stream()
                        .map(CausalModelCodec::parameter)
                        .toList())
                .build();
        return record(version, content, notes);
    }

    private static PosteriorParameter parameter(ParameterSummary summary) {
        return new PosteriorParameter(
                summary.name(),
                summary.mean(),
                summary.sd(),
                summary.q5(),
                summary.q95(),
                summary.rhat(),
                summary.essBulk(),
                summary.essTail());
    }

    private static List<ChannelWeight> weights(Map<String, Double> weights, Map<String, Double> sd) {
        return weights.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(channel -> ChannelWeight.newBuilder()
                        .setChannel(channel.getKey())
                        .setWeight(channel.getValue())
                        .setSd(sd.getOrDefault(channel.getKey(), 0.0))
                        .build())
                .toList();
    }

    /**
     * The record of a media mix model of which only the weights are known.
     *
     * @param sd posterior standard deviation of each weight; a channel without one is given 0
     */
    public static CausalModel encode(ChannelWeights weights, Map<String, Double> sd, ModelNotes notes) {
        return record(
                weights.version(),
                MediaMixModel.newBuilder()
                        .setChannels(weights(weights.weights(), sd))
                        .build(),
                notes);
    }

    /**
     * The uplift model of a record.
     *
     * @throws InvalidModelException if it holds none, or one that is broken or of an unknown learner
     */
    public static CateModel uplift(CausalModel record) throws InvalidModelException {
        if (!(record.getModel() instanceof UpliftModel content)) {
            throw wrongKind(record, "an uplift model");
        }
        try {
            return UpliftRecords.decode(record.getVersion(), content);
        } catch (InvalidTreesException | IllegalArgumentException e) {
            throw invalid(record, e.getMessage(), e);
        }
    }

    /**
     * The channel weights of a record.
     *
     * @throws InvalidModelException if it holds none, or a weight that is negative, not finite or there twice
     */
    public static ChannelWeights mediaMix(CausalModel record) throws InvalidModelException {
        if (!(record.getModel() instanceof MediaMixModel content)) {
            throw wrongKind(record, "a media mix model");
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        for (ChannelWeight channel : content.getChannels()) {
            if (weights.put(channel.getChannel(), channel.getWeight()) != null) {
                throw invalid(record, "channel '" + channel.getChannel() + "' is there twice", null);
            }
        }
        try {
            return new ChannelWeights(record.getVersion(), weights);
        } catch (IllegalArgumentException e) {
            throw invalid(record, e.getMessage(), e);
        }
    }

    private static CausalModel record(String version, Object content, ModelNotes notes) {
        return CausalModel.newBuilder()
                .setVersion(version)
                .setCreatedAt(notes.createdAt())
                .setModel(content)
                .setDiagnostics(new LinkedHashMap<>(notes.diagnostics()))
                .setProvenance(new LinkedHashMap<>(notes.provenance()))
                .build();
    }

    private static InvalidModelException wrongKind(CausalModel record, String expected) {
        return invalid(record, "it holds " + record.getModel().getClass().getSimpleName() + ", not " + expected, null);
    }

    private static InvalidModelException invalid(CausalModel record, String reason, Throwable cause) {
        return new InvalidModelException("causal model '" + record.getVersion() + "': " + reason, cause);
    }
}
