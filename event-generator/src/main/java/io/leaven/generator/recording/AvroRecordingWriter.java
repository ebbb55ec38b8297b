package io.leaven.generator.recording;

import io.leaven.schemas.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/** Writes an Avro container of {@link AvroEnvelope envelopes}, deflated. */
final class AvroRecordingWriter implements RecordingWriter {

    private final AvroEnvelope envelope;
    private final DataFileWriter<GenericRecord> file;

    AvroRecordingWriter(Path path, Topic<?> topic) throws IOException {
        envelope = new AvroEnvelope(topic);
        file = new DataFileWriter<>(
                new SpecificDatumWriter<>(envelope.schema(), SpecificData.getForClass(topic.valueType())));
        file.setCodec(CodecFactory.deflateCodec(CodecFactory.DEFAULT_DEFLATE_LEVEL));
        file.setMeta(AvroEnvelope.TOPIC, topic.name());
        file.create(envelope.schema(), path.toFile());
    }

    @Override
    public void write(RecordedRecord record) throws IOException {
        file.append(envelope.wrap(record));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
