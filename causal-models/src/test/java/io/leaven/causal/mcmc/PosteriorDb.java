package io.leaven.causal.mcmc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.StreamSupport;

/** Reads the reference posteriors in the test resources, see their README. */
final class PosteriorDb {

    private PosteriorDb() {}

    static JsonNode read(String posterior, String file) {
        try (InputStream in = PosteriorDb.class.getResourceAsStream("posteriordb/" + posterior + "/" + file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    /** As many chains and as careful steps as the reference run, and a tenth of its iterations, none thinned away. */
    static SamplerSettings settings(String posterior) {
        JsonNode arguments = read(posterior, "info.json").at("/inference/method_arguments");
        int warmup = arguments.get("warmup").asInt();
        return SamplerSettings.defaults()
                .withChains(arguments.get("chains").asInt())
                .withWarmup(warmup / 10)
                .withDraws((arguments.get("iter").asInt() - warmup) / 10)
                .withTargetAcceptance(arguments.at("/control/adapt_delta").asDouble())
                .withSeed(arguments.get("seed").asLong());
    }
}
