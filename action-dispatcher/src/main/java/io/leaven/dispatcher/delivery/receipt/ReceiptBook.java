package io.leaven.dispatcher.delivery.receipt;

import io.leaven.app.Connection;
import io.leaven.dispatcher.profile.ProfileView;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.topic.Topics;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes receipts that come from outside, and what they mean for the customer: a bounce suppresses the channel, a complaint or
 * an unsubscription takes the consent away. The customer's profile is changed before the receipt is acknowledged.
 *
 * <p>A profile is read, changed and written whole: of two writers at the same moment the later one wins.
 */
public final class ReceiptBook {

    private final Connection connection;
    private final Producer<byte[], byte[]> producer;
    private final SentActions actions;
    private final ProfileView profiles;
    private final ReceiptTally tally;
    private final Clock clock;

    /** @param producer stays open */
    public ReceiptBook(
            Connection connection,
            Producer<byte[], byte[]> producer,
            SentActions actions,
            ProfileView profiles,
            ReceiptTally tally,
            Clock clock) {
        this.connection = connection;
        this.producer = producer;
        this.actions = actions;
        this.profiles = profiles;
        this.tally = tally;
        this.clock = clock;
    }

    /** @return done when everything is on the broker */
    synchronized CompletableFuture<Void> enter(DeliveryReceipt receipt) {
        boolean known = actions.of(receipt.getActionId()).isPresent();
        if (!actions.advance(receipt)) {
            tally.repeated.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        }
        if (!known) {
            tally.unknown.incrementAndGet();
        }
        tally.accepted.incrementAndGet();
        CompletableFuture<Void> consent = CompletableFuture.completedFuture(null);
        String channel = actions.of(receipt.getActionId())
                .map(SentActions.Standing::channel)
                .orElse(null);
        receipt.setChannel(channel);
        if (channel != null && changesConsent(receipt.getStatus()) && !profiles.isErased(receipt.getCustomerId())) {
            tally.consents.incrementAndGet();
            ProducerRecord<byte[], byte[]> record = connection.record(
                    Topics.CUSTOMER_PROFILES, receipt.getCustomerId(), changed(receipt, channel), null);
            profiles.put(receipt.getCustomerId(), record.value());
            consent = write(record);
        }
        return CompletableFuture.allOf(
                consent, write(connection.record(Topics.DELIVERY_RECEIPTS, receipt.getCustomerId(), receipt, null)));
    }

    private static boolean changesConsent(DeliveryStatus status) {
        return status == DeliveryStatus.BOUNCED
                || status == DeliveryStatus.COMPLAINED
                || status == DeliveryStatus.UNSUBSCRIBED;
    }

    private CustomerProfile changed(DeliveryReceipt receipt, String channel) {
        CustomerProfile.Builder profile = profiles.of(receipt.getCustomerId())
                .map(CustomerProfile::newBuilder)
                .orElseGet(() -> CustomerProfile.newBuilder().setCustomerId(receipt.getCustomerId()));
        profile.setUpdatedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        if (receipt.getStatus() == DeliveryStatus.BOUNCED) {
            List<String> suppressed = new ArrayList<>(profile.hasSuppressed() ? profile.getSuppressed() : List.of());
            if (!suppressed.contains(channel)) {
                suppressed.add(channel);
            }
            profile.setSuppressed(suppressed);
        } else {
            Map<String, Boolean> consent = new HashMap<>(profile.hasConsent() ? profile.getConsent() : Map.of());
            consent.put(channel, false);
            profile.setConsent(consent);
        }
        return profile.build();
    }

    private CompletableFuture<Void> write(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        producer.send(record, (metadata, e) -> {
            if (e == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(e);
            }
        });
        return written;
    }
}
