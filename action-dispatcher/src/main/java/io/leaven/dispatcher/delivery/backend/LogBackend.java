package io.leaven.dispatcher.delivery.backend;

import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.MessageBackend;
import io.leaven.dispatcher.delivery.OutboundMessage;
import io.leaven.dispatcher.delivery.SendOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a log line for each message and sends nothing: to look on before there is a real backend. */
public final class LogBackend implements MessageBackend {

    private static final Logger LOG = LoggerFactory.getLogger(LogBackend.class);

    @Override
    public String name() {
        return "log";
    }

    @Override
    public void open(BackendContext context) {}

    @Override
    public CompletionStage<SendOutcome> send(OutboundMessage message) {
        LOG.info(
                "message {} to customer {} by {}: {} {}",
                message.idempotencyKey(),
                message.customerId(),
                message.channel(),
                message.action().getTemplateKey(),
                message.content());
        return CompletableFuture.completedStage(SendOutcome.sent());
    }
}
