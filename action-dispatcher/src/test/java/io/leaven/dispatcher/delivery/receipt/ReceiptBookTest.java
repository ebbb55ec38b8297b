package io.leaven.dispatcher.delivery.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.dispatcher.TestConnection;
import io.leaven.dispatcher.profile.ProfileView;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReceiptBookTest {

    private static final Instant TIME = Instant.parse("2026-03-01T08:00:00Z");

    private final Connection connection = TestConnection.open();
    private final List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final ProfileView profiles = new ProfileView(
            connection.serdes().deserializer(CustomerProfile.class),
            new DeadLetters(connection, "delivery", Clock.systemUTC()),
            letters::add,
            refused::incrementAndGet,
            erased -> {});
    private final SentActions actions = new SentActions(connection.serdes().deserializer(DeliveryReceipt.class), 10);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ReceiptTally tally = new ReceiptTally();
    private final ReceiptBook book = new ReceiptBook(connection, producer, actions, profiles, tally, Clock.systemUTC());

    @AfterEach
    void close() {
        connection.close();
    }

    /** Without waiting for the profile to come back over the topic. */
    @Test
    void changeOfConsentCountsAtOnceAndKeepsTheRestOfTheProfile() {
        CustomerProfile before = new CustomerProfile(
                "ann",
                Map.of("push", true),
                "Europe/Berlin",
                Map.of("email", "ann@example.com"),
                List.of("text"),
                TIME);
        follow("ann", before);
        actions.advance(receipt("ann", DeliveryStatus.SENT, "email"));

        CompletableFuture<Void> bounced = book.enter(receipt("ann", DeliveryStatus.BOUNCED, null));
        CompletableFuture<Void> unsubscribed = book.enter(receipt("ann", DeliveryStatus.UNSUBSCRIBED, null));

        CustomerProfile after = profiles.of("ann").orElseThrow();
        assertThat(after.getSuppressed()).containsExactly("text", "email");
        assertThat(after.getConsent()).isEqualTo(Map.of("push", true, "email", false));
        assertThat(after.getAddresses()).isEqualTo(before.getAddresses());
        assertThat(after.getTimeZone()).isEqualTo("Europe/Berlin");
        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly(
                        "leaven.customer-profiles",
                        "leaven.delivery-receipts",
                        "leaven.customer-profiles",
                        "leaven.delivery-receipts");
        assertThat(bounced).as("not acknowledged before it is written").isNotDone();
        while (producer.completeNext()) {
            assertThat(tally.accepted()).isEqualTo(2);
        }
        assertThat(bounced).isCompleted();
        assertThat(unsubscribed).isCompleted();
    }

    @Test
    void failureToWriteIsNotAcknowledged() {
        CompletableFuture<Void> delivered = book.enter(receipt("ann", DeliveryStatus.DELIVERED, "email"));
        producer.errorNext(new IllegalStateException("broker gone"));

        assertThat(delivered).isCompletedExceptionally();
    }

    @Test
    void erasedCustomerGetsNoProfileAgain() {
        profiles.accept(new ConsumerRecord<>(
                connection.name(Topics.CUSTOMER_PROFILES), 0, 1, "ann".getBytes(StandardCharsets.UTF_8), null));

        book.enter(receipt("ann", DeliveryStatus.UNSUBSCRIBED, "email"));

        assertThat(producer.history()).extracting(ProducerRecord::topic).containsExactly("leaven.delivery-receipts");
        assertThat(profiles.isErased("ann")).isTrue();
    }

    @Test
    void brokenProfileIsRefusedAndTheOneBeforeItStays() {
        CustomerProfile before = new CustomerProfile("ann", Map.of("email", false), null, null, List.of(), TIME);
        follow("ann", before);

        profiles.accept(new ConsumerRecord<>(
                connection.name(Topics.CUSTOMER_PROFILES), 0, 1, "ann".getBytes(StandardCharsets.UTF_8), new byte[3]));

        assertThat(profiles.of("ann")).contains(before);
        assertThat(refused).hasValue(1);
        assertThat(letters).singleElement().extracting(ProducerRecord::topic).isEqualTo("leaven.dead-letters");
    }

    @Test
    void whoIsErasedAndComesBackIsErasedNoMore() {
        profiles.accept(new ConsumerRecord<>(
                connection.name(Topics.CUSTOMER_PROFILES), 0, 1, "ann".getBytes(StandardCharsets.UTF_8), null));
        follow("ann", new CustomerProfile("ann", Map.of(), null, null, List.of(), TIME));

        assertThat(profiles.isErased("ann")).isFalse();
        assertThat(profiles.of("ann")).isPresent();
    }

    @Test
    void oldestActionsAreForgottenWhenThereAreTooMany() {
        for (int i = 0; i < 30; i++) {
            actions.advance(receipt("c" + i, DeliveryStatus.SENT, "email"));
        }
        assertThat(actions.of("c19:1")).isEmpty();
        assertThat(actions.of("c20:1")).isPresent();
    }

    private void follow(String customer, CustomerProfile profile) {
        ProducerRecord<byte[], byte[]> record = connection.record(Topics.CUSTOMER_PROFILES, customer, profile, null);
        profiles.accept(new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value()));
    }

    private static DeliveryReceipt receipt(String customer, DeliveryStatus status, String channel) {
        return new DeliveryReceipt(customer + ":1", customer, "test", status, TIME, null, channel);
    }
}
