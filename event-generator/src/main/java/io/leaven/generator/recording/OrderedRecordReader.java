package io.leaven.generator.recording;

import java.util.LinkedHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** Reads generated records with their maps in the order of the bytes, where Avro's own reader loses it. */
final class OrderedRecordReader extends SpecificDatumReader<Object> {

    /**
     * @param writer the schema of the bytes
     * @param reader the schema of what is wanted
     * @param type whose logical types (times) are converted
     */
    OrderedRecordReader(Schema writer, Schema reader, Class<? extends SpecificRecord> type) {
        super(writer, reader, model(type));
    }

    /** The type's model without Avro's fast reader, which makes its maps itself. */
    private static SpecificData model(Class<? extends SpecificRecord> type) {
        SpecificData model = new SpecificData(type.getClassLoader());
        SpecificData.getForClass(type).getConversions().forEach(model::addLogicalTypeConversion);
        model.setFastReaderEnabled(false);
        return model;
    }

    static OrderedRecordReader of(Schema writer, Class<? extends SpecificRecord> type) {
        return new OrderedRecordReader(writer, SpecificData.get().getSchema(type), type);
    }

    @Override
    protected Object newMap(Object old, int size) {
        return new LinkedHashMap<Object, Object>();
    }
}
