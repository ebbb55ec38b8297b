package io.leaven.enricher.causal;

import static io.leaven.enricher.UpliftModels.LEARNER;
import static io.leaven.enricher.UpliftModels.data;
import static io.leaven.enricher.UpliftModels.fit;
import static io.leaven.enricher.UpliftModels.fitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leaven.causal.model.CausalModelCodec;
import io.leaven.causal.model.ChannelWeights;
import io.leaven.causal.model.ModelNotes;
import io.leaven.causal.uplift.BootstrappedLearner;
import io.leaven.causal.uplift.CateModel;
import io.leaven.causal.uplift.TLearner;
import io.leaven.enricher.Customers;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.metric.EnricherMetric;
import io.leaven.enricher.record.BadRecord;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.ChannelWeight;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.MediaMixModel;
import io.leaven.schemas.Tier;
import io.leaven.schemas.UpliftModel;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.serde.AvroSerdes;
import io.leaven.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

class CausalModelViewTest {

    private static final String TOPIC = Topics.CAUSAL_MODELS.fullName("leaven.");
    private static final ModelNotes NOTES = new ModelNotes(Instant.EPOCH, Map.of(), Map.of());

    private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()));
    private final Serializer<CausalModel> serializer = serdes.serializer();
    private final List<BadRecord> refused = new ArrayList<>();
    private final EnricherCounts counts = new EnricherCounts();
    private final CausalModelView view = new CausalModelView(
            serdes.deserializer(CausalModel.class), (record, why) -> refused.add(why), counts, false);

    @Test
    void before_any_model_there_is_no_uplift_and_every_channel_weighs_one() {
        UpliftSource models = view.get();

        assertThat(models.tau(Customers.state(3, Tier.NONE), "large", 0)).isZero();
        assertThat(models.weight("push")).isEqualTo(1);
        assertThat(models.upliftVersion()).isNull();
        assertThat(models.mediaMixVersion()).isNull();
    }

    @Test
    void an_uplift_model_scores_the_state_by_the_features_that_it_names() throws Exception {
        CateModel fitted = fit("uplift-1", StateFeature.TIER_GOLD, StateFeature.AGE);

        feed(CausalModelCodec.encode(fitted, NOTES));

        CustomerState gold = Customers.state(3, Tier.GOLD);
        CustomerState none = Customers.state(3, Tier.NONE);
        assertThat(view.get().upliftVersion()).isEqualTo("uplift-1");
        assertThat(view.get().tau(gold, "large", 0)).isEqualTo(fitted.cate(new double[] {1, 38}, "large"));
        assertThat(view.get().tau(none, "large", 0))
                .isEqualTo(fitted.cate(new double[] {0, 38}, "large"))
                .isGreaterThan(view.get().tau(gold, "large", 0) + 1);
        assertThat(counts.get(EnricherMetric.MODELS)).isEqualTo(1);
    }

    @Test
    void a_promotion_that_the_model_does_not_know_has_no_uplift() throws Exception {
        feed(CausalModelCodec.encode(fit("uplift-1", StateFeature.TIER_GOLD), NOTES));

        assertThat(view.get().tau(Customers.state(3, Tier.NONE), "free-coffee", 0))
                .isZero();
    }

    @Test
    void channel_weights_stand_beside_the_uplift_model() throws Exception {
        feed(CausalModelCodec.encode(fit("uplift-1", StateFeature.TIER_GOLD), NOTES));
        feed(CausalModelCodec.encode(new ChannelWeights("media-mix-1", Map.of("push", 1.25)), Map.of(), NOTES));

        assertThat(view.get().weight("push")).isEqualTo(1.25);
        assertThat(view.get().weight("pigeon")).isEqualTo(1);
        assertThat(view.get().mediaMixVersion()).isEqualTo("media-mix-1");
        assertThat(view.get().upliftVersion()).isEqualTo("uplift-1");
    }

    @Test
    void a_source_in_use_does_not_change_under_its_user() throws Exception {
        feed(CausalModelCodec.encode(new ChannelWeights("media-mix-1", Map.of("push", 1.25)), Map.of(), NOTES));
        UpliftSource taken = view.get();

        feed(CausalModelCodec.encode(new ChannelWeights("media-mix-2", Map.of("push", 2.0)), Map.of(), NOTES));

        assertThat(taken.weight("push")).isEqualTo(1.25);
        assertThat(taken.mediaMixVersion()).isEqualTo("media-mix-1");
        assertThat(view.get().weight("push")).isEqualTo(2);
    }

    @Test
    void a_broken_model_is_refused_and_the_last_good_one_stays() throws Exception {
        CausalModel good = CausalModelCodec.encode(fit("uplift-1", StateFeature.TIER_GOLD), NOTES);
        CausalModel brokenTrees =
                CausalModel.newBuilder(good).setVersion("uplift-2").build();
        ((UpliftModel) brokenTrees.getModel()).getArms().get(0).setBoosters(List.of(ByteBuffer.wrap(new byte[] {1, 2, 3
        })));
        CausalModel unknownFeature = CausalModelCodec.encode(fitted("uplift-3", List.of("shoe_size")), NOTES);
        CausalModel notANumber = CausalModel.newBuilder(good)
                .setVersion("media-mix-1")
                .setModel(MediaMixModel.newBuilder()
                        .setChannels(List.of(new ChannelWeight("push", Double.NaN, 0.0)))
                        .build())
                .build();
        feed(good);

        feed(brokenTrees);
        feed(unknownFeature);
        feed(notANumber);
        view.accept(record(new byte[] {9, 9}));
        view.accept(record(null));

        assertThat(view.get().upliftVersion()).isEqualTo("uplift-1");
        assertThat(view.get().mediaMixVersion()).isNull();
        assertThat(counts.get(EnricherMetric.DEAD_LETTERS)).isEqualTo(5);
        assertThat(refused)
                .extracting(BadRecord::errorText)
                .satisfiesExactly(
                        text -> assertThat(text).contains("uplift-2"),
                        text -> assertThat(text).contains("uplift-3").contains("shoe_size"),
                        text -> assertThat(text).contains("media-mix-1").contains("NaN"),
                        text -> assertThat(text).contains("Confluent's frame"),
                        text -> assertThat(text).contains("no value"));
    }

    @Test
    void where_the_reward_asks_for_bounds_a_model_without_standard_errors_is_refused() throws Exception {
        CausalModelView cautious = new CausalModelView(
                serdes.deserializer(CausalModel.class), (record, why) -> refused.add(why), counts, true);
        CateModel sure = new BootstrappedLearner(new TLearner(LEARNER), LEARNER, 5)
                .fit(data(List.of("age")), "uplift-1", arm -> {});
        CateModel unsure = fitted("uplift-2", List.of("age"));
        CustomerState state = Customers.state(3, Tier.NONE);
        double[] row = {state.getAttributes().getAge()};

        feed(cautious, CausalModelCodec.encode(sure, NOTES));
        feed(cautious, CausalModelCodec.encode(unsure, NOTES));

        assertThat(cautious.get().upliftVersion()).isEqualTo("uplift-1");
        assertThat(refused)
                .extracting(BadRecord::errorText)
                .singleElement()
                .asString()
                .contains("uplift-2", "standard errors");
        assertThat(cautious.get().tau(state, "large", -2))
                .isCloseTo(sure.cate(row, "large") - 2 * sure.standardError(row, "large"), within(1e-12))
                .isLessThan(sure.cate(row, "large"));
        assertThat(cautious.get().upperBounds(state, 1.5).get("large"))
                .isCloseTo(sure.cate(row, "large") + 1.5 * sure.standardError(row, "large"), within(1e-12));
        assertThat(CausalModels.of(unsure, null).upperBounds(state, 1.5))
                .as("without standard errors nothing is sure")
                .isNull();
    }

    @Test
    void a_registry_out_of_reach_is_not_the_records_fault() {
        CausalModelView lost = new CausalModelView(
                (topic, bytes) -> {
                    throw new SchemaRegistryException("out of reach", new java.net.ConnectException());
                },
                (record, why) -> refused.add(why),
                counts,
                false);

        assertThatThrownBy(() -> lost.accept(record(new byte[] {0, 0, 0, 0, 1})))
                .isInstanceOf(SchemaRegistryException.class);
        assertThat(refused).isEmpty();
    }

    private void feed(CausalModel model) {
        feed(view, model);
    }

    private void feed(CausalModelView into, CausalModel model) {
        into.accept(record(serializer.serialize(TOPIC, model)));
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>(TOPIC, 0, 0, new byte[0], value);
    }
}
