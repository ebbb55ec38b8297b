package io.leaven.causal.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.uplift.CateModel;
import io.leaven.causal.uplift.Category;
import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.Learner;
import io.leaven.causal.uplift.LearnerSettings;
import io.leaven.causal.world.Bakery;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.serde.AvroSerdes;
import io.leaven.testkit.Fuzzer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** From the bytes of the topic to a model that scores. */
class CausalModelFuzzTest {

    private static final String TOPIC = "leaven.causal-models";
    private static final ModelNotes NOTES =
            new ModelNotes(Instant.parse("2026-11-23T10:15:00.123Z"), Map.of("ad.qini", .4), Map.of("topic", "t"));

    private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://fuzz"));
    private final Serializer<CausalModel> serializer = serdes.serializer();
    private final Deserializer<CausalModel> deserializer = serdes.deserializer(CausalModel.class);

    @Test
    void upliftModels() {
        ExperimentData data = Bakery.data(Bakery.REALISTIC.experiment(60, 1));
        List<byte[]> seeds = new ArrayList<>();
        for (Learner learner : Learner.values()) {
            LearnerSettings settings = learner.defaults()
                    .withTrees(BoostingSettings.SHALLOW.withRounds(1).withMinChildWeight(10));
            CateModel model = learner.with(settings)
                    .fit(data, "uplift-8", arm -> {})
                    .withCategories(List.of(new Category("tier", List.of("none", "gold"))));
            seeds.add(serializer.serialize(TOPIC, CausalModelCodec.encode(model, NOTES)));
        }
        Fuzzer.Result result = Fuzzer.of("uplift model", seeds)
                .refusesBy(SerializationException.class, InvalidModelException.class)
                .allocatesAtMost(4 << 20, 200)
                .run(input -> {
                    CateModel model = CausalModelCodec.uplift(deserializer.deserialize(TOPIC, input));
                    assertThat(model.cates(new double[model.features().size()])).isNotEmpty();
                });

        assertThat(result.accepted()).isGreaterThan(result.inputs() / 1000);
    }

    @Test
    void mediaMixModels() {
        byte[] weights = serializer.serialize(
                TOPIC,
                CausalModelCodec.encode(
                        new ChannelWeights("mmm-1", Map.of("push", .5, "text", 1.0, "email", 1.5)),
                        Map.of("push", .1),
                        NOTES));
        Fuzzer.of("media mix model", List.of(weights))
                .refusesBy(SerializationException.class, InvalidModelException.class)
                .run(input -> CausalModelCodec.mediaMix(deserializer.deserialize(TOPIC, input)));
    }
}
