package io.leaven.causal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.uplift.CateModel;
import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.TLearner;
import io.leaven.causal.world.Bakery;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.ChannelWeight;
import io.leaven.schemas.MediaMixModel;
import io.leaven.schemas.UpliftModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CausalModelCodecTest {

    private static final ModelNotes NOTES =
            new ModelNotes(Instant.parse("2026-11-23T10:15:00.123Z"), Map.of("ad.qini", .4), Map.of("topic", "t"));
    private static final ExperimentData DATA = Bakery.data(Bakery.REALISTIC.experiment(400, 1));
    private static final CateModel MODEL = new TLearner(
                    BoostingSettings.SHALLOW.withRounds(20).withMinChildWeight(10))
            .fit(DATA, "uplift-7", arm -> {});

    @Test
    void anUpliftModelScoresTheSameAfterItsWayOverTheWire() throws Exception {
        CausalModel sent = CausalModelCodec.encode(MODEL, NOTES);
        CausalModel received = CausalModel.fromByteBuffer(sent.toByteBuffer());
        CateModel model = CausalModelCodec.uplift(received);
        assertThat(model.version()).isEqualTo("uplift-7");
        assertThat(model.arms()).isEqualTo(MODEL.arms());
        assertThat(model.features()).isEqualTo(MODEL.features());
        assertThat(model.cates(DATA.values())).isDeepEqualTo(MODEL.cates(DATA.values()));
        assertThat(CausalModelCodec.encode(model, NOTES)).isEqualTo(sent);
        assertThat(received.getCreatedAt()).isEqualTo(NOTES.createdAt());
        assertThat(received.getDiagnostics()).containsExactlyEntriesOf(NOTES.diagnostics());
        assertThat(received.getProvenance()).containsExactlyEntriesOf(NOTES.provenance());
        assertThat(((UpliftModel) received.getModel()).getControl().getRows()).isEqualTo(400);
    }

    @Test
    void severalBoostersOfAnArmCountByTheirMean() throws Exception {
        CausalModel twice = copy();
        uplift(twice)
                .getArms()
                .get(0)
                .setBoosters(List.of(
                        uplift(twice).getArms().get(0).getBoosters().get(0),
                        uplift(twice).getArms().get(1).getBoosters().get(0)));
        double[][] single = MODEL.cates(DATA.values());
        double[][] mean = CausalModelCodec.uplift(twice).cates(DATA.values());
        for (int row = 0; row < DATA.rows(); row++) {
            assertThat(mean[0][row]).isCloseTo((single[0][row] + single[1][row]) / 2, within(1e-9));
        }
    }

    @Test
    void brokenUpliftModelsAreRefusedWithTheirVersionAndTheReason() throws Exception {
        refused(model -> uplift(model).setLearner("z-learner"), "the learner 'z-learner' is unknown");
        refused(model -> uplift(model).setFeatures(List.of("age")), "see 8 features, the model names 1");
        refused(model -> uplift(model).setArms(List.of()), "no arm beside control");
        refused(model -> uplift(model).getArms().get(0).setName("none"), "arm 'none' is there twice");
        refused(model -> uplift(model).getArms().get(0).setBoosters(List.of()), "arm 'ad' has no trees");
        refused(
                model -> uplift(model).getControl().setBoosters(List.of(ByteBuffer.wrap(new byte[] {1, 2, 3}))),
                "not whole in gzip");
        refused(model -> model.setModel(weights(1.2)), "holds MediaMixModel, not an uplift model");
    }

    @Test
    void channelWeightsComeBackAndUnknownChannelsWeighOne() throws Exception {
        ChannelWeights weights = new ChannelWeights("mmm-1", Map.of("push", 1.25, "email", .75));
        CausalModel sent = CausalModelCodec.encode(weights, Map.of("push", .1), NOTES);
        ChannelWeights received = CausalModelCodec.mediaMix(CausalModel.fromByteBuffer(sent.toByteBuffer()));
        assertThat(received).isEqualTo(weights);
        assertThat(received.of("push")).isEqualTo(1.25);
        assertThat(received.of("pigeon")).isEqualTo(1);
    }

    @Test
    void brokenChannelWeightsAreRefused() {
        for (double wrong : new double[] {-.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            CausalModel model = record(weights(wrong));
            assertThatThrownBy(() -> CausalModelCodec.mediaMix(model))
                    .isInstanceOf(InvalidModelException.class)
                    .hasMessageContaining("causal model 'm-1'")
                    .hasMessageContaining("'push' weighs " + wrong);
        }
        MediaMixModel twice = weights(1);
        twice.setChannels(
                List.of(twice.getChannels().get(0), twice.getChannels().get(0)));
        assertThatThrownBy(() -> CausalModelCodec.mediaMix(record(twice))).hasMessageContaining("there twice");
        assertThatThrownBy(() -> CausalModelCodec.mediaMix(copy())).hasMessageContaining("not a media mix model");
    }

    private static void refused(Consumer<CausalModel> damage, String reason) throws IOException {
        CausalModel model = copy();
        damage.accept(model);
        assertThatThrownBy(() -> CausalModelCodec.uplift(model))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("causal model 'uplift-7'")
                .hasMessageContaining(reason);
    }

    private static CausalModel copy() throws IOException {
        return CausalModel.fromByteBuffer(CausalModelCodec.encode(MODEL, NOTES).toByteBuffer());
    }

    private static UpliftModel uplift(CausalModel model) {
        return (UpliftModel) model.getModel();
    }

    private static MediaMixModel weights(double push) {
        ChannelWeight weight = ChannelWeight.newBuilder()
                .setChannel("push")
                .setWeight(push)
                .setSd(0)
                .build();
        return MediaMixModel.newBuilder().setChannels(List.of(weight)).build();
    }

    private static CausalModel record(Object content) {
        return CausalModel.newBuilder()
                .setVersion("m-1")
                .setCreatedAt(Instant.EPOCH)
                .setModel(content)
                .build();
    }
}
