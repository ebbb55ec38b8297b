package io.leaven.causal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.uplift.BootstrappedLearner;
import io.leaven.causal.uplift.CateModel;
import io.leaven.causal.uplift.Category;
import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.Learner;
import io.leaven.causal.uplift.LearnerSettings;
import io.leaven.causal.uplift.TLearner;
import io.leaven.causal.uplift.TreeCateModel;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** With standard errors, categories, missing values and two columns that no tree may mix up. */
    @ParameterizedTest
    @EnumSource
    void everyLearnersModelScoresTheSameAfterItsWayOverTheWire(Learner learner) throws Exception {
        LearnerSettings settings = learner.defaults()
                .withTrees(BoostingSettings.SHALLOW.withRounds(15).withMinChildWeight(10));
        CateModel fitted = new BootstrappedLearner(learner.with(settings), settings, 2)
                .fit(DATA, "uplift-8", arm -> {})
                .withCategories(List.of(new Category("tier", List.of("none", "gold"))));
        CausalModel sent = CausalModelCodec.encode(fitted, NOTES);
        CateModel model = CausalModelCodec.uplift(CausalModel.fromByteBuffer(sent.toByteBuffer()));
        double[] rows = DATA.values();
        for (int missing = 0; missing < rows.length; missing += 7) {
            rows[missing] = Double.NaN;
        }
        assertThat(model.cates(rows)).isDeepEqualTo(fitted.cates(rows));
        assertThat(model.hasStandardErrors()).isTrue();
        assertThat(model.standardErrors(rows)).isDeepEqualTo(fitted.standardErrors(rows));
        assertThat(((TreeCateModel) model).categories()).containsExactly(new Category("tier", List.of("none", "gold")));
        assertThat(CausalModelCodec.encode(model, NOTES)).isEqualTo(sent);
        UpliftModel content = (UpliftModel) sent.getModel();
        assertThat(content.getLearner()).isEqualTo(learner.shortName() + "-learner");
        assertThat(content.getControl().getRows()).isEqualTo(400);
        assertThat(content.getArms()).allMatch(arm -> arm.getRows() == 400);
    }

    @Test
    void standardErrorsOfSomeArmsOnlyAreRefused() throws IOException {
        refused(
                model -> uplift(model)
                        .getArms()
                        .get(0)
                        .setLogErrorBoosters(uplift(model).getControl().getBoosters()),
                "some arms have standard errors");
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
