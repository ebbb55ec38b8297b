package io.leaven.enricher.step;

import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.serde.FrameDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The store's format: one byte that names the version of the schema, then Avro binary. No registry is asked: stores are read
 * and written for every record, and by this app alone.
 *
 * <p>The schema of version n is the resource {@code customer-step-state.n.avsc}. A change of {@link CustomerStepState} adds a
 * version; what older versions wrote is read by Avro's rules. Safe for use by several threads: the stores of all tasks share one.
 */
final class StepStateSerde
        implements Serde<CustomerStepState>, Serializer<CustomerStepState>, Deserializer<CustomerStepState> {

    /** The version that is written. */
    static final int VERSION = 2;

    private final List<SpecificDatumReader<CustomerStepState>> readers = new ArrayList<>();
    private final SpecificDatumWriter<CustomerStepState> writer;
    private final AtomicReference<Output> spare = new AtomicReference<>();

    /** What is written with, again and again; one that failed is not used again. */
    private static final class Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    }

    StepStateSerde() {
        SpecificData generatedCoders = new SpecificData();
        generatedCoders.setCustomCoders(true);
        Schema current = CustomerStepState.getClassSchema();
        for (int version = 1; version <= VERSION; version++) {
            readers.add(new SpecificDatumReader<>(schema(version), current, generatedCoders));
        }
        writer = new SpecificDatumWriter<>(current, generatedCoders);
    }

    /** The schema that a version wrote with. */
    static Schema schema(int version) {
        String name = "customer-step-state." + version + ".avsc";
        try (InputStream in = StepStateSerde.class.getResourceAsStream(name)) {
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + name, e);
        }
    }

    @Override
    public byte[] serialize(String topic, CustomerStepState memory) {
        if (memory == null) {
            return null;
        }
        Output unused = spare.getAndSet(null);
        Output output = unused == null ? new Output() : unused;
        output.bytes.reset();
        output.bytes.write(VERSION);
        try {
            writer.write(memory, output.encoder);
            output.encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        byte[] stored = output.bytes.toByteArray();
        spare.set(output);
        return stored;
    }

    @Override
    public CustomerStepState deserialize(String topic, byte[] stored) {
        if (stored == null) {
            return null;
        }
        int version = stored.length == 0 ? 0 : stored[0];
        if (version < 1 || version > VERSION) {
            throw new SerializationException("store of topic '" + topic + "' holds version " + version
                    + " of the customer's state, this release knows 1 to " + VERSION);
        }
        FrameDecoder decoder = new FrameDecoder(stored, 1);
        CustomerStepState state;
        try {
            state = readers.get(version - 1).read(null, decoder);
        } catch (IOException | RuntimeException e) {
            // Bytes in memory are all that is read here: Avro has no one class for what can be wrong with them.
            throw new SerializationException(
                    "store of topic '" + topic + "' holds a broken value: " + e.getMessage(), e);
        }
        if (decoder.remaining() > 0) {
            throw new SerializationException("store of topic '" + topic + "' holds a broken value: "
                    + decoder.remaining() + " bytes are left after it");
        }
        return state;
    }

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {}

    @Override
    public Serializer<CustomerStepState> serializer() {
        return this;
    }

    @Override
    public Deserializer<CustomerStepState> deserializer() {
        return this;
    }
}
