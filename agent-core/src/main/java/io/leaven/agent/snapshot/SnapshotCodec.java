package io.leaven.agent.snapshot;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.EncodedFeature;
import io.leaven.schemas.ReplayPosition;
import io.leaven.schemas.feature.StateFeature;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Between {@link Snapshot} and its record on the topic. What it decodes can be acted on. Safe for use by several threads. */
public final class SnapshotCodec {

    /** The topic's key of a snapshot: {@code agent/000000000012}. */
    public static String key(String agent, long version) {
        return String.format("%s/%012d", agent, version);
    }

    public AgentSnapshot encode(Snapshot snapshot) {
        Provenance provenance = snapshot.provenance();
        return AgentSnapshot.newBuilder()
                .setAgent(snapshot.agent())
                .setVersion(snapshot.version())
                .setCreatedAt(snapshot.createdAt().truncatedTo(ChronoUnit.MILLIS))
                .setAlgorithm(snapshot.algorithm())
                .setLayers(snapshot.network().layers())
                .setFeatures(snapshot.encoder().features().stream()
                        .map(input -> new EncodedFeature(input.feature().label(), input.offset(), input.scale()))
                        .toList())
                .setCatalogueHash(snapshot.catalogueHash())
                .setParameters(bytes(snapshot.parameters()))
                .setEpsilon(snapshot.epsilon())
                .setLeastGain(snapshot.leastGain())
                .setGradientSteps(provenance.gradientSteps())
                .setTransitions(provenance.transitions())
                .setPositions(provenance.positions().entrySet().stream()
                        .map(position -> new ReplayPosition(position.getKey(), position.getValue()))
                        .sorted(Comparator.comparingInt(ReplayPosition::getPartition))
                        .toList())
                .setSeed(provenance.seed())
                .setSettings(new TreeMap<>(provenance.settings()))
                .setEvaluation(new TreeMap<>(snapshot.evaluation()))
                .setVerdict(snapshot.verdict().orElse(null))
                .build();
    }

    /**
     * Reads a record.
     *
     * @throws InvalidSnapshotException if its weights are not finite or not as many as its layers need, a feature is unknown,
     *     the layers do not fit the features, or a number is out of range
     */
    public Snapshot decode(AgentSnapshot record) throws InvalidSnapshotException {
        String name = "snapshot " + record.getAgent() + "/" + record.getVersion() + ": ";
        if (record.getAgent().isBlank() || record.getVersion() < 1) {
            throw new InvalidSnapshotException(name + "needs an agent's name and a version of 1 or more");
        }
        NetworkSpec network;
        StateEncoder encoder;
        try {
            network = new NetworkSpec(record.getLayers());
            encoder = encoder(record.getFeatures());
        } catch (IllegalArgumentException e) {
            throw new InvalidSnapshotException(name + e.getMessage(), e);
        }
        if (encoder.width() != network.inputs()) {
            throw new InvalidSnapshotException(name + "the network takes " + network.inputs()
                    + " numbers, but the encoder makes " + encoder.width());
        }
        if (!(record.getEpsilon() >= 0 && record.getEpsilon() <= 1)) {
            throw new InvalidSnapshotException(name + "epsilon " + record.getEpsilon() + " is not between 0 and 1");
        }
        if (!(record.getLeastGain() >= 0 && Double.isFinite(record.getLeastGain()))) {
            throw new InvalidSnapshotException(name + "least gain " + record.getLeastGain() + " is not 0 or more");
        }
        return new Snapshot(
                record.getAgent(),
                record.getVersion(),
                record.getCreatedAt(),
                record.getAlgorithm(),
                network,
                encoder,
                record.getCatalogueHash(),
                parameters(name, network, record.getParameters()),
                record.getEpsilon(),
                record.getLeastGain(),
                new Provenance(
                        record.getSeed(),
                        record.getGradientSteps(),
                        record.getTransitions(),
                        positions(record.getPositions()),
                        record.getSettings()),
                record.getEvaluation(),
                Optional.ofNullable(record.getVerdict()));
    }

    /**
     * Reads a record that is to act on a catalogue.
     *
     * @throws InvalidSnapshotException as {@link #decode(AgentSnapshot)}, and if the agent learned another catalogue
     */
    public Snapshot decode(AgentSnapshot record, ActionCatalogue catalogue) throws InvalidSnapshotException {
        Snapshot snapshot = decode(record);
        snapshot.check(catalogue);
        return snapshot;
    }

    private static StateEncoder encoder(List<EncodedFeature> features) {
        return new StateEncoder(features.stream()
                .map(feature -> new StateEncoder.Input(
                        StateFeature.byLabel(feature.getName()), feature.getOffset(), feature.getScale()))
                .toList());
    }

    private static Map<Integer, Long> positions(List<ReplayPosition> list) {
        Map<Integer, Long> positions = new HashMap<>();
        list.forEach(position -> positions.put(position.getPartition(), position.getOffset()));
        return positions;
    }

    private static ByteBuffer bytes(float[] parameters) {
        ByteBuffer bytes = ByteBuffer.allocate(parameters.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(parameters);
        return bytes;
    }

    private static float[] parameters(String name, NetworkSpec network, ByteBuffer bytes)
            throws InvalidSnapshotException {
        int needed = network.parameterCount();
        if (bytes.remaining() != needed * Float.BYTES) {
            throw new InvalidSnapshotException(name + "layers " + network.layers() + " need " + needed
                    + " parameters, which are " + needed * Float.BYTES + " bytes, but there are " + bytes.remaining());
        }
        float[] parameters = new float[needed];
        bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(parameters);
        if (!FlatParameters.areFinite(parameters)) {
            throw new InvalidSnapshotException(name + "some weights are not finite");
        }
        return parameters;
    }
}
