package io.leaven.dispatcher.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.Connection;
import io.leaven.dispatcher.RandomRequests;
import io.leaven.dispatcher.TestConnection;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestReaderTest {

    private final Connection connection = TestConnection.open();
    private final RequestReader reader =
            new RequestReader(connection.serdes().deserializer(DecisionRequest.class), new RequestRules(10));

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void whatTheEnricherWritesIsRead() throws InvalidRequestException {
        for (DecisionRequest request : new RandomRequests(1).list(200)) {
            assertThat(reader.read(record(request))).isEqualTo(request);
        }
    }

    static Stream<Arguments> brokenRequests() {
        return Stream.of(
                broken("customerId is empty", r -> r.setCustomerId("")),
                broken("decisionId 'x' is not 'c:7'", r -> r.setDecisionId("x")),
                broken("step 7 does not follow state.step 7", r -> r.getState().setStep(7)),
                broken("step 0 does not follow state.step -1", r -> {
                    r.setStep(0);
                    r.setDecisionId("c:0");
                    r.getState().setStep(-1);
                }),
                broken("step -2147483648 does not follow state.step 2147483647", r -> {
                    r.setStep(Integer.MIN_VALUE);
                    r.setDecisionId("c:" + Integer.MIN_VALUE);
                    r.getState().setStep(Integer.MAX_VALUE);
                }),
                broken("requestedAt", r -> r.setRequestedAt(Instant.ofEpochMilli(Long.MAX_VALUE))),
                broken("requestedAt", r -> r.setRequestedAt(Instant.ofEpochMilli(-1))),
                broken("age 121", r -> r.getState().getAttributes().setAge(121)),
                broken("age -1", r -> r.getState().getAttributes().setAge(-1)),
                broken("distanceMiles NaN", r -> r.getState().getAttributes().setDistanceMiles(Double.NaN)),
                broken("distanceMiles -1.0", r -> r.getState().getAttributes().setDistanceMiles(-1)),
                broken(
                        "distanceMiles 1.0E300",
                        r -> r.getState().getAttributes().setDistanceMiles(1e300)),
                broken("messageLoad Infinity", r -> r.getState().setMessageLoad(Double.POSITIVE_INFINITY)),
                broken("purchaseRate NaN", r -> r.getState().setPurchaseRate(Double.NaN)),
                broken("channelLoad of push NaN", r -> r.getState().setChannelLoad(Map.of("push", Double.NaN))),
                broken("allowedActions names 10", r -> r.setAllowedActions(List.of(1, 10))),
                broken("allowedActions names -1", r -> r.setAllowedActions(List.of(-1))));
    }

    @ParameterizedTest
    @MethodSource("brokenRequests")
    void requestThatBreaksARuleIsRefusedWithTheReason(String reason, Consumer<DecisionRequest> damage) {
        DecisionRequest request = new RandomRequests(1).open("c");
        request.setStep(7);
        request.setDecisionId("c:7");
        request.getState().setStep(6);
        damage.accept(request);
        assertThatThrownBy(() -> reader.read(record(request)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void recordUnderAnotherKeyIsRefused() {
        ConsumerRecord<byte[], byte[]> record = record(new RandomRequests(1).open("c"));
        for (byte[] key : new byte[][] {null, "d".getBytes(StandardCharsets.UTF_8)}) {
            assertThatThrownBy(() -> reader.read(record(key, record.value())))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("key");
        }
    }

    @Test
    void bytesThatAreNoRequestAreRefused() {
        byte[] key = {'c'};
        for (byte[] value : new byte[][] {null, {}, {1, 2, 3}, "not avro at all".getBytes(StandardCharsets.UTF_8)}) {
            assertThatThrownBy(() -> reader.read(record(key, value))).isInstanceOf(InvalidRequestException.class);
        }
    }

    @Test
    void recordOfAnotherTypeIsRefused() {
        Decision decision = new Decision(
                "c:1",
                "c",
                1,
                Instant.EPOCH,
                0,
                null,
                null,
                0.0,
                0.0,
                1.0,
                List.of(1.0),
                null,
                List.of(),
                DecisionGroup.AGENT,
                "p",
                null,
                "h",
                null,
                0.0,
                null);
        ProducerRecord<byte[], byte[]> sent = connection.record(Topics.DECISIONS, "c", decision, null);
        assertThatThrownBy(() -> reader.read(record(sent.key(), sent.value())))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void schemaThatTheRegistryDoesNotKnowIsTheRecordsFault() {
        byte[] value = ByteBuffer.allocate(20).put((byte) 0).putInt(4711).array();
        assertThatThrownBy(() -> reader.read(record(new byte[] {'c'}, value)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("4711");
    }

    @Test
    void registryThatFailsIsNot() {
        Deserializer<DecisionRequest> failing = (topic, bytes) -> {
            throw new SchemaRegistryException("registry is down", 50001);
        };
        RequestReader unlucky = new RequestReader(failing, new RequestRules(10));
        assertThatThrownBy(() -> unlucky.read(record(new byte[] {'c'}, new byte[8])))
                .isInstanceOf(SchemaRegistryException.class);
    }

    @Test
    void damagedBytesAreReadOrRefusedButNeverAnythingElse() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (DecisionRequest request : new RandomRequests(seed).list(5_000)) {
            ConsumerRecord<byte[], byte[]> record = record(request);
            byte[] value = record.value().clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                value[5 + random.nextInt(value.length - 5)] = (byte) random.nextInt();
            }
            try {
                assertThat(reader.read(record(record.key(), value)).getCustomerId())
                        .isEqualTo(request.getCustomerId());
            } catch (InvalidRequestException e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
    }

    private ConsumerRecord<byte[], byte[]> record(DecisionRequest request) {
        ProducerRecord<byte[], byte[]> sent =
                connection.record(Topics.DECISION_REQUESTS, request.getCustomerId(), request, null);
        return record(sent.key(), sent.value());
    }

    private ConsumerRecord<byte[], byte[]> record(byte[] key, byte[] value) {
        return new ConsumerRecord<>(connection.name(Topics.DECISION_REQUESTS), 0, 0, key, value);
    }

    private static Arguments broken(String reason, Consumer<DecisionRequest> damage) {
        return Arguments.of(reason, damage);
    }
}
