package io.leaven.generator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.ChannelWeight;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.MediaMixModel;
import io.leaven.schemas.MediaSpend;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroJsonTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String EVENT = """
            {"customerId":"c1","step":3,"eventTime":"2026-11-23T10:15:00.250Z",
             "attributes":{"age":38,"gender":"FEMALE","distanceMiles":4.2},"tier":"GOLD"}""";

    static Stream<Topic<?>> topics() {
        return Topics.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyRecordComesBackByteForByte(Topic<?> topic) throws JsonProcessingException {
        long seed = ThreadLocalRandom.current().nextLong();
        for (SpecificRecord record : RandomRecords.of(topic, 50, seed)) {
            String text = AvroJson.toJson(record).toString();

            SpecificRecord back = new AvroJsonParser(topic.valueType()).parse(JSON.readTree(text));

            assertThat(RandomRecords.binary(back))
                    .as("seed %d, %s", seed, text)
                    .isEqualTo(RandomRecords.binary(record));
        }
    }

    @Test
    void numbersThatJsonLacksComeBack() throws JsonProcessingException {
        Map<String, Double> spend = new LinkedHashMap<>();
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE, 0.1, 1e300}) {
            spend.put("c" + spend.size(), value);
        }
        MediaSpend record = new MediaSpend(Instant.ofEpochMilli(-1), spend, Double.NEGATIVE_INFINITY);

        SpecificRecord back = parse(MediaSpend.class, AvroJson.toJson(record).toString());

        assertThat(RandomRecords.binary(back)).isEqualTo(RandomRecords.binary(record));
    }

    @Test
    void jsonIsPlainWhereThatIsUnambiguous() {
        MessageAction action = MessageAction.newBuilder()
                .setActionId("c1:3")
                .setCustomerId("c1")
                .setStep(3)
                .setRequestedAt(Instant.parse("2026-11-23T10:15:00Z"))
                .setAction(2)
                .setChannel("push")
                .setPromotion("small")
                .setDiscount(.1)
                .setTemplateKey("push/small")
                .setExpiresAt(Instant.parse("2026-11-24T00:00:00Z"))
                .build();

        assertThat(AvroJson.toJson(action))
                .hasToString("{\"actionId\":\"c1:3\",\"customerId\":\"c1\",\"step\":3,"
                        + "\"requestedAt\":\"2026-11-23T10:15:00Z\",\"action\":2,\"channel\":\"push\","
                        + "\"promotion\":\"small\",\"discount\":0.1,\"templateKey\":\"push/small\","
                        + "\"expiresAt\":\"2026-11-24T00:00:00Z\",\"snapshot\":null,\"notBefore\":null}");
    }

    @Test
    void unionOfSeveralTypesNamesTheType() {
        CausalModel model = CausalModel.newBuilder()
                .setVersion("v")
                .setCreatedAt(Instant.EPOCH)
                .setModel(MediaMixModel.newBuilder()
                        .setChannels(List.of(new ChannelWeight("push", 1.5, .1)))
                        .build())
                .build();

        assertThat(AvroJson.toJson(model).get("model"))
                .hasToString(
                        "{\"MediaMixModel\":{\"channels\":[{\"channel\":\"push\",\"weight\":1.5,\"sd\":0.1}],\"adstock\":\"\",\"scaling\":null,\"parameters\":[]}}");
    }

    @Test
    void absentFieldsGetTheirDefaults() throws JsonProcessingException {
        CustomerEvent event = (CustomerEvent) parse(CustomerEvent.class, EVENT);

        assertThat(event.getNext()).isEqualTo(NextStep.DECIDE);
        assertThat(event.getTicket()).isZero();
        assertThat(event.getEventTime()).isEqualTo(Instant.parse("2026-11-23T10:15:00.250Z"));
    }

    @Test
    void wrongValuesNameTheirPath() {
        refused(EVENT.replace("38", "\"38\""), "value.attributes.age: expected an integer, found \"38\"");
        refused(EVENT.replace("38", "38.5"), "value.attributes.age: expected an integer, found 38.5");
        refused(EVENT.replace("38", "3000000000"), "value.attributes.age: expected an integer, found 3000000000");
        refused(EVENT.replace("4.2", "\"near\""), "value.attributes.distanceMiles: expected a number, found \"near\"");
        refused(EVENT.replace("GOLD", "GOLDEN"), "value.tier: 'GOLDEN' is none of [NONE, BRONZE, SILVER, GOLD]");
        refused(EVENT.replace("2026-11-23T", "yesterday "), "value.eventTime: expected a time");
        refused(EVENT.replace("\"age\"", "\"agee\""), "value.attributes lacks the field 'age'");
        refused(
                EVENT.replace("\"tier\"", "\"ticket\":1,\"tickets\":2,\"tier\""),
                "value has no field 'tickets'; did you");
        refused("[]", "value: expected an object, found []");
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> parse(CustomerEvent.class, json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static SpecificRecord parse(Class<? extends SpecificRecord> type, String json)
            throws JsonProcessingException {
        JsonNode tree = JSON.readTree(json);
        return new AvroJsonParser(type).parse(tree);
    }
}
