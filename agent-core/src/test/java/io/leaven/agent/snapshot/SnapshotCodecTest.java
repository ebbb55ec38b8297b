package io.leaven.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.EncodedFeature;
import io.leaven.schemas.PolicyEstimate;
import io.leaven.schemas.SnapshotOutcome;
import io.leaven.schemas.SnapshotVerdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {

    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();
    private static final NetworkSpec SPEC = NetworkSpec.of(8, 24, 24, 10);

    private final SnapshotCodec codec = new SnapshotCodec();
    private final Snapshot snapshot = new Snapshot(
            "leaven",
            12,
            Instant.parse("2026-11-23T10:15:00.123Z"),
            "dqn",
            SPEC,
            StateEncoder.paper(),
            CATALOGUE.hash(),
            FlatParameters.initial(SPEC, FlatParameters.Start.UNIFORM, 3),
            .25,
            new Provenance(3, 500, 25_000, Map.of(1, 40L, 0, 30L), Map.of("trainer.preset", "paper")),
            Map.of("loss", 1.5));

    @Test
    void aSnapshotSurvivesTheWire() throws Exception {
        Snapshot back = codec.decode(onTheWire(codec.encode(snapshot)), CATALOGUE);
        assertThat(back).usingRecursiveComparison().isEqualTo(snapshot);
        assertThat(back.parameters()).containsExactly(snapshot.parameters());
    }

    @Test
    void theLeastGainOfAMessageSurvivesTheWire() throws Exception {
        AgentSnapshot record = codec.encode(snapshot);
        record.setLeastGain(2.5);
        Snapshot back = codec.decode(onTheWire(record), CATALOGUE);
        assertThat(back.leastGain()).isEqualTo(2.5);
        assertThat(back.policy().describe()).isEqualTo("epsilon-greedy(0.25), least gain 2.5");
        assertThat(snapshot.policy().describe()).isEqualTo("epsilon-greedy(0.25)");
    }

    @Test
    void aVerdictSurvivesTheWire() throws Exception {
        SnapshotVerdict verdict = SnapshotVerdict.newBuilder()
                .setOutcome(SnapshotOutcome.REFUSED)
                .setReason("the gain may be below -10")
                .setLive("leaven/11")
                .setGain(new PolicyEstimate(-12.0, -20.0, -4.0))
                .setLevel(.9)
                .setMargin(10.0)
                .setCustomers(400)
                .setEffectiveSize(55.0)
                .build();
        Snapshot judged = snapshot.judged(verdict, Map.of("gate.gain", -12.0));
        Snapshot back = codec.decode(onTheWire(codec.encode(judged)), CATALOGUE);

        assertThat(back.isRefused()).isTrue();
        assertThat(back.verdict()).contains(verdict);
        assertThat(back.evaluation()).isEqualTo(Map.of("loss", 1.5, "gate.gain", -12.0));
        assertThat(snapshot.isRefused()).isFalse();
    }

    @Test
    void parametersAreLittleEndian() {
        Snapshot one = withParameters(NetworkSpec.of(8, 1), new float[] {1, 0, 0, 0, 0, 0, 0, 0, -2});
        byte[] bytes = codec.encode(one).getParameters().array();
        // IEEE 754: 1.0f is 0x3f800000, -2.0f is 0xc0000000
        assertThat(bytes).hasSize(36).startsWith(0, 0, 0x80, 0x3f).endsWith(0, 0, 0, 0xc0);
    }

    @Test
    void keysSortByVersion() {
        assertThat(SnapshotCodec.key("leaven", 12)).isEqualTo("leaven/000000000012");
    }

    @Test
    void refusesWeightsThatAreNotFinite() {
        float[] parameters = snapshot.parameters().clone();
        parameters[1065] = Float.NaN;
        assertRefused(codec.encode(withParameters(SPEC, parameters)), "not finite");
    }

    @Test
    void refusesTooFewOrTooManyBytes() {
        AgentSnapshot record = codec.encode(snapshot);
        assertRefused(change(r -> r.setParameters(ByteBuffer.allocate(4263))), "1066 parameters", "4264", "4263");
        assertRefused(change(r -> r.setParameters(ByteBuffer.allocate(4268))), "4268");
        assertThat(record.getParameters().remaining()).isEqualTo(4264);
    }

    @Test
    void refusesAFeatureItDoesNotKnow() {
        assertRefused(
                change(r -> r.setFeatures(List.of(new EncodedFeature("shoe_size", 0.0, 1.0)))),
                "shoe_size",
                "known are");
    }

    @Test
    void refusesAScaleOfZero() {
        assertRefused(change(r -> r.getFeatures().get(0).setScale(0)), "age", "scale");
    }

    @Test
    void refusesLayersThatDoNotFitTheFeatures() {
        assertRefused(change(r -> r.setFeatures(r.getFeatures().subList(0, 7))), "takes 8 numbers", "encoder makes 7");
    }

    @Test
    void refusesLayersThatAreNoNetwork() {
        assertRefused(change(r -> r.setLayers(List.of(8))), "[8]");
        assertRefused(change(r -> r.setLayers(List.of(8, 2_000_000, 2_000_000, 10))), "parameters");
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertRefused(change(r -> r.setEpsilon(1.5)), "epsilon 1.5");
        assertRefused(change(r -> r.setEpsilon(Double.NaN)), "epsilon NaN");
        assertRefused(change(r -> r.setVersion(0)), "version");
    }

    @Test
    void refusesAnotherCatalogue() {
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> codec.decode(change(r -> r.setCatalogueHash("0123456789abcdef")), CATALOGUE))
                .withMessageContaining("leaven/12")
                .withMessageContaining("0123456789abcdef")
                .withMessageContaining(CATALOGUE.hash());
    }

    @Test
    void refusesANetworkWithAnotherNumberOfActions() {
        NetworkSpec nine = NetworkSpec.of(8, 9);
        AgentSnapshot record = codec.encode(withParameters(nine, new float[nine.parameterCount()]));
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> codec.decode(record, CATALOGUE))
                .withMessageContaining("9 actions");
    }

    private Snapshot withParameters(NetworkSpec spec, float[] parameters) {
        return new Snapshot(
                snapshot.agent(),
                snapshot.version(),
                snapshot.createdAt(),
                snapshot.algorithm(),
                spec,
                snapshot.encoder(),
                snapshot.catalogueHash(),
                parameters,
                snapshot.epsilon(),
                snapshot.provenance(),
                snapshot.evaluation());
    }

    private AgentSnapshot change(Consumer<AgentSnapshot> how) {
        AgentSnapshot record = codec.encode(snapshot);
        how.accept(record);
        return record;
    }

    private void assertRefused(AgentSnapshot record, String... reasons) {
        assertThatExceptionOfType(InvalidSnapshotException.class)
                .isThrownBy(() -> codec.decode(record))
                .satisfies(e -> assertThat(e.getMessage()).contains(reasons));
    }

    private static AgentSnapshot onTheWire(AgentSnapshot record) throws IOException {
        return AgentSnapshot.getDecoder().decode(AgentSnapshot.getEncoder().encode(record));
    }
}
