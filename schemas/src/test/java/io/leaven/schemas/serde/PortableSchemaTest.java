package io.leaven.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PortableSchemaTest {

    static Stream<Topic<?>> topics() {
        return Topics.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void javasHintsAreGoneAndNothingElse(Topic<?> topic) {
        Schema own = SpecificData.get().getSchema(topic.valueType());
        Schema portable = PortableSchema.of(own);

        assertThat(own.toString()).contains("avro.java.string");
        assertThat(portable.toString()).doesNotContain("avro.java");
        assertThat(SchemaNormalization.toParsingForm(portable)).isEqualTo(SchemaNormalization.toParsingForm(own));
        assertThat(portable.getDoc()).isEqualTo(own.getDoc());
    }

    @Test
    void everyPlaceWhereAStringMayStandIsMadePlain() {
        String hinted = "{\"type\":\"string\",\"avro.java.string\":\"String\"}";
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                        + "{\"name\":\"a\",\"type\":" + hinted + "},"
                        + "{\"name\":\"b\",\"type\":[\"null\"," + hinted + "],\"default\":null},"
                        + "{\"name\":\"c\",\"type\":{\"type\":\"array\",\"items\":" + hinted + "}},"
                        + "{\"name\":\"d\",\"type\":{\"type\":\"map\",\"values\":\"int\",\"avro.java.string\":\"String\"}},"
                        + "{\"name\":\"e\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}]}");

        assertThat(PortableSchema.of(schema))
                .hasToString("{\"type\":\"record\",\"name\":\"R\",\"fields\":["
                        + "{\"name\":\"a\",\"type\":\"string\"},"
                        + "{\"name\":\"b\",\"type\":[\"null\",\"string\"],\"default\":null},"
                        + "{\"name\":\"c\",\"type\":{\"type\":\"array\",\"items\":\"string\"}},"
                        + "{\"name\":\"d\",\"type\":{\"type\":\"map\",\"values\":\"int\"}},"
                        + "{\"name\":\"e\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}]}");
    }
}
