package io.leaven.dispatcher.delivery;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigDef;

/**
 * Where messages leave Leaven: the one interface that a new way of sending has to implement. Found by
 * {@link java.util.ServiceLoader} (name the class in {@code META-INF/services/io.leaven.dispatcher.delivery.MessageBackend}) and
 * chosen by {@code leaven deliver --backend NAME}. Needs a public constructor without parameters.
 *
 * <p>A message may be sent more than once: after a crash, and after an answer that got lost. Its
 * {@link OutboundMessage#idempotencyKey} is the same each time, so a backend that honours it delivers once. Messages of one
 * customer come one after the other, each when the one before it has its outcome; those of different customers at once.
 */
public interface MessageBackend extends AutoCloseable {

    /** What it is called on the command line and in receipts; lower-case. */
    String name();

    /**
     * Its own settings, whose keys begin with {@code delivery.} and the name, such as {@code delivery.sms.url}. They are checked,
     * listed and layered like all others.
     */
    default ConfigDef settings() {
        return new ConfigDef();
    }

    /**
     * Called once, before the first message.
     *
     * @throws io.leaven.app.UserError if it cannot work with these settings
     */
    void open(BackendContext context);

    /** Most messages that it can have on their way at once; asked after {@link #open}. */
    default int mostInFlight() {
        return Integer.MAX_VALUE;
    }

    /**
     * Sends one message, without waiting: called on the delivery thread. A stage that ends exceptionally, or not within
     * {@code delivery.send.timeout.ms}, and an exception thrown here, count as {@link SendOutcome.RetryLater}.
     */
    CompletionStage<SendOutcome> send(OutboundMessage message);

    /** Called once, when nothing is on its way any more. */
    @Override
    default void close() {}
}
