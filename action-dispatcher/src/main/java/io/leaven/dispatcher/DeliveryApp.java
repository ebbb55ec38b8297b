package io.leaven.dispatcher;

import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.Membership;
import io.leaven.app.RequiredTopics;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicFollower;
import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.Backends;
import io.leaven.dispatcher.delivery.Composer;
import io.leaven.dispatcher.delivery.DeliveryListener;
import io.leaven.dispatcher.delivery.DeliveryLoop;
import io.leaven.dispatcher.delivery.DeliveryTally;
import io.leaven.dispatcher.delivery.MessageBackend;
import io.leaven.dispatcher.delivery.MessageComposer;
import io.leaven.dispatcher.delivery.backend.http.WebhookSignature;
import io.leaven.dispatcher.delivery.content.Templates;
import io.leaven.dispatcher.delivery.receipt.ReceiptBook;
import io.leaven.dispatcher.delivery.receipt.ReceiptEndpoint;
import io.leaven.dispatcher.delivery.receipt.ReceiptTally;
import io.leaven.dispatcher.delivery.receipt.SentActions;
import io.leaven.dispatcher.delivery.receipt.UnsubscribeLinks;
import io.leaven.dispatcher.profile.ProfileView;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages until it is closed, and takes receipts in if it is set up to. Several may share the partitions. */
public final class DeliveryApp implements App {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryApp.class);
    private static final String NAME = "delivery";
    private static final long CLOSE_MS = 30_000;

    private final Connection connection;
    private final DeliverySettings settings;
    private final Clock clock;
    private final MessageBackend backend;
    private final BackendContext context;
    private final Optional<Templates> templates;
    private final List<String> receiptSecrets;
    private final DeliveryTally tally = new DeliveryTally();
    private final ReceiptTally receiptTally = new ReceiptTally();
    private final StopSignal stop = new StopSignal();
    private final DeadLetters deadLetters;
    private final ProfileView profiles;
    private final TopicFollower profileFollower;
    private final DeliveryMeters meters;
    private Producer<byte[], byte[]> producer;
    private SentActions sentActions;
    private TopicFollower receiptFollower;
    private ReceiptEndpoint endpoint;
    private Thread thread;
    private volatile Throwable failure;
    private boolean closed;

    /**
     * @param connection stays open
     * @param source where the backend's settings are
     * @param environment where secrets may be
     * @throws UserError if there is no such backend, a template is wrong or a secret is missing
     */
    public DeliveryApp(
            Connection connection,
            SettingsSource source,
            Map<String, String> environment,
            MeterRegistry registry,
            Clock clock) {
        this(
                connection,
                source,
                Backends.named(source.settings(DeliverySettings::new).backend()),
                environment,
                registry,
                clock);
    }

    /** The same with a backend that is not on the class path. */
    public DeliveryApp(
            Connection connection,
            SettingsSource source,
            MessageBackend backend,
            Map<String, String> environment,
            MeterRegistry registry,
            Clock clock) {
        this.connection = connection;
        this.settings = source.settings(DeliverySettings::new);
        this.clock = clock;
        this.backend = backend;
        this.context = new BackendContext(
                source.settings(all -> new AbstractConfig(
                        backend.settings(), DeliverySettings.values(all, backend.settings()), false)),
                environment,
                settings.limits().inFlight(),
                clock);
        this.templates = settings.templates();
        this.receiptSecrets = receiptSecrets(environment);
        this.deadLetters = new DeadLetters(connection, NAME, clock);
        this.profiles = new ProfileView(
                connection.serdes().deserializer(CustomerProfile.class),
                deadLetters,
                letter -> producer.send(letter),
                tally::profileWasRefused,
                erased -> {});
        this.profileFollower = new TopicFollower(
                connection.name(Topics.CUSTOMER_PROFILES), () -> connection.rawReader("delivery-profiles"), profiles);
        this.meters = new DeliveryMeters(registry, tally, receiptTally);
    }

    private List<String> receiptSecrets(Map<String, String> environment) {
        if (settings.receiptsAddress().isEmpty() && settings.unsubscribeUrl().isEmpty()) {
            return List.of();
        }
        List<String> secrets = BackendContext.secrets(
                settings.receiptsSecretFile(), DeliverySettings.RECEIPTS_SECRET_VARIABLE, environment);
        if (secrets.isEmpty()) {
            throw new UserError("receipts and unsubscribe links are signed, but there is no secret: name a file by "
                    + DeliverySettings.RECEIPTS_SECRET_FILE + " or set " + DeliverySettings.RECEIPTS_SECRET_VARIABLE);
        }
        return secrets;
    }

    /**
     * Waits for the topics, opens the backend, reads the profiles that there are, then begins to send.
     *
     * @throws UserError if the backend cannot be opened, or a topic is missing or takes too long
     */
    @Override
    public void start() {
        RequiredTopics.await(
                connection,
                DispatcherRights.delivery(settings, connection.topicPrefix()).topics(),
                settings.startTimeout());
        backend.open(context);
        producer = connection.rawProducer(NAME, Map.of());
        profileFollower.start();
        profileFollower.awaitCaughtUp(settings.startTimeout());
        Optional<UnsubscribeLinks> links =
                settings.unsubscribeUrl().map(url -> new UnsubscribeLinks(url, receiptSecrets));
        settings.receiptsAddress().ifPresent(address -> {
            sentActions = new SentActions(
                    connection.serdes().deserializer(DeliveryReceipt.class), settings.receiptsRemembered());
            receiptFollower = new TopicFollower(
                    connection.name(Topics.DELIVERY_RECEIPTS),
                    () -> connection.rawReader("delivery-receipts"),
                    sentActions);
            receiptFollower.start();
            receiptFollower.awaitCaughtUp(settings.startTimeout());
            endpoint = new ReceiptEndpoint(
                    address,
                    backend.name(),
                    new ReceiptBook(connection, producer, sentActions, profiles, receiptTally, clock),
                    signature(),
                    links,
                    settings.receiptsPerSecond(),
                    receiptTally,
                    clock);
            LOG.info("receipts are taken in at {}:{}", address.getHostString(), endpoint.port());
        });
        Composer composer = new MessageComposer(profiles, templates, action -> links.map(all -> all.link(action)));
        thread = new Thread(() -> deliver(composer), NAME);
        thread.start();
    }

    private WebhookSignature signature() {
        try {
            return new WebhookSignature(receiptSecrets);
        } catch (IllegalArgumentException e) {
            throw new UserError("secrets of receipts: " + e.getMessage(), e);
        }
    }

    private void deliver(Composer composer) {
        Map<String, Object> clients = Membership.config(connection, settings.instanceName());
        clients.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.limits().pollRecords());
        try (Consumer<byte[], byte[]> consumer = connection.rawConsumer(NAME, settings.consumerGroup(), clients)) {
            meters.bind(consumer);
            new DeliveryLoop(
                            connection,
                            consumer,
                            producer,
                            backend,
                            composer,
                            deadLetters,
                            settings.schedule(),
                            settings.limits(),
                            new SplittableRandom(),
                            clock,
                            tally,
                            listener())
                    .run(stop);
        } catch (FencedInstanceIdException e) {
            failure = new UserError(
                    "another delivery has taken over from '"
                            + settings.instanceName().orElseThrow() + "'; give each its own "
                            + DeliverySettings.INSTANCE_ID,
                    e);
        } catch (RuntimeException | Error e) {
            if (!(e instanceof UserError)) {
                LOG.error("delivery failed", e);
            }
            failure = e;
        }
    }

    private DeliveryListener listener() {
        return new DeliveryListener() {
            @Override
            public void attempted(Duration took) {
                meters.attempt().record(took);
            }

            /** A backend may call back sooner than the receipt comes over the topic. */
            @Override
            public void ended(DeliveryReceipt receipt) {
                if (sentActions != null) {
                    sentActions.advance(receipt);
                }
            }
        };
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure)
                .or(profileFollower::failure)
                .or(() -> Optional.ofNullable(receiptFollower).flatMap(TopicFollower::failure));
    }

    public DeliveryTally tally() {
        return tally;
    }

    public ReceiptTally receipts() {
        return receiptTally;
    }

    /** Where receipts are taken in; none without an endpoint. */
    public Optional<Integer> receiptsPort() {
        return Optional.ofNullable(endpoint).map(ReceiptEndpoint::port);
    }

    /** Ends after what is on its way. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop.raise();
        if (endpoint != null) {
            endpoint.close();
        }
        try {
            if (thread != null) {
                thread.join(CLOSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        profileFollower.close();
        if (receiptFollower != null) {
            receiptFollower.close();
        }
        if (producer != null) {
            producer.close();
        }
        backend.close();
        meters.close();
    }
}
