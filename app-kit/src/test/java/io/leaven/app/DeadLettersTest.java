package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:15:00.123456Z");
    private static final byte[] KEY = "c1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] VALUE = {0x7b, 1, 2};

    private final Connection connection = new Connection(
            new ConnectionSettings(SettingsSource.of(Map.of("schema.registry.url", "mock://dead-letters"))));
    private final DeadLetters letters = new DeadLetters(connection, "enricher", Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void aLetterHoldsTheRecordAsItCameAndTheReason() {
        ProducerRecord<byte[], byte[]> sent = letters.letter(
                new ConsumerRecord<>("leaven.customer-events", 3, 17, KEY, VALUE),
                new IllegalArgumentException("first byte is 0x7b"));

        assertThat(sent.topic()).isEqualTo("leaven.dead-letters");
        assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo("leaven.customer-events-3@17");
        DeadLetter letter = read(sent);
        assertThat(letter.getSourceTopic()).isEqualTo("leaven.customer-events");
        assertThat(letter.getSourcePartition()).isEqualTo(3);
        assertThat(letter.getSourceOffset()).isEqualTo(17);
        assertThat(letter.getApp()).isEqualTo("enricher");
        assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(KEY));
        assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(VALUE));
        assertThat(letter.getErrorClass()).isEqualTo("IllegalArgumentException");
        assertThat(letter.getErrorText()).isEqualTo("first byte is 0x7b");
        assertThat(letter.getRefusedAt()).isEqualTo(Instant.parse("2026-11-23T10:15:00.123Z"));
    }

    @Test
    void recordsWithoutKeyOrValueAndErrorsWithoutWordsHaveLettersToo() {
        DeadLetter letter = read(letters.letter(
                new ConsumerRecord<>("leaven.customer-events", 0, 0, null, null), new NullPointerException()));

        assertThat(letter.getKey()).isNull();
        assertThat(letter.getValue()).isNull();
        assertThat(letter.getErrorText()).isEqualTo("java.lang.NullPointerException");
    }

    private DeadLetter read(ProducerRecord<byte[], byte[]> sent) {
        return connection.serdes().serde(Topics.DEAD_LETTERS).deserializer().deserialize(sent.topic(), sent.value());
    }
}
