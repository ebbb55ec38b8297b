package io.leaven.dispatcher.delivery.receipt;

import com.sun.net.httpserver.HttpExchange;
import io.leaven.app.UserError;
import io.leaven.app.http.BoundedHttpServer;
import io.leaven.dispatcher.delivery.backend.http.WebhookSignature;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where backends say what became of messages, and customers unsubscribe: an HTTP server.
 *
 * <ul>
 *   <li>{@code POST /receipts}: receipts as {@link ReceiptReader} takes them, signed by the Standard Webhooks specification: 202
 *       when they are on the broker, 400 if they make no sense, 401 if the signature is not genuine.
 *   <li>{@code POST /unsubscribe/TOKEN}: the one click of RFC 8058 on a link of {@link UnsubscribeLinks}: 200 when it is on the
 *       broker, 404 if the link was made up. A GET changes nothing, since mail scanners follow links; it answers 405.
 * </ul>
 *
 * <p>A body of more than {@value #MOST_BYTES} bytes gets 413, too many requests from one address 429, and a
 * client that is too slow is cut off ({@link BoundedHttpServer}).
 */
public final class ReceiptEndpoint implements AutoCloseable {

    static final int MOST_BYTES = 64 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptEndpoint.class);
    private static final long WRITE_SECONDS = 30;
    private static final String UNSUBSCRIBE = "/unsubscribe/";

    private final BoundedHttpServer server;
    private final ReceiptBook book;
    private final ReceiptReader reader;
    private final WebhookSignature signature;
    private final Optional<UnsubscribeLinks> links;
    private final RateLimits limits;
    private final ReceiptTally tally;
    private final Clock clock;
    private final String backend;

    /**
     * Listens at once.
     *
     * @param address port 0 for a free one
     * @param perSecond requests from one address
     * @throws UserError if the address is not free
     */
    public ReceiptEndpoint(
            InetSocketAddress address,
            String backend,
            ReceiptBook book,
            WebhookSignature signature,
            Optional<UnsubscribeLinks> links,
            int perSecond,
            ReceiptTally tally,
            Clock clock) {
        this.backend = backend;
        this.book = book;
        this.reader = new ReceiptReader(backend, clock);
        this.signature = signature;
        this.links = links;
        this.limits = new RateLimits(perSecond);
        this.tally = tally;
        this.clock = clock;
        try {
            server = new BoundedHttpServer(address, "receipts");
        } catch (IOException e) {
            throw new UserError("the receipts endpoint cannot listen at " + address + ": " + e.getMessage(), e);
        }
        server.at("/receipts", exchange -> handle(exchange, this::receipts))
                .at(UNSUBSCRIBE, exchange -> handle(exchange, this::unsubscribe))
                .start();
    }

    public int port() {
        return server.port();
    }

    private interface Handler {
        Answer answer(HttpExchange exchange, byte[] body) throws Exception;
    }

    private record Answer(int status, String text) {}

    private void handle(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange, handler);
            byte[] text = answer.text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            if (answer.status == 429) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            if (answer.status == 405) {
                exchange.getResponseHeaders().set("Allow", "POST");
            }
            exchange.sendResponseHeaders(answer.status, text.length == 0 ? -1 : text.length);
            if (text.length > 0) {
                exchange.getResponseBody().write(text);
            }
        }
    }

    private Answer answer(HttpExchange exchange, Handler handler) throws IOException {
        if (!limits.allows(exchange.getRemoteAddress().getAddress().getHostAddress())) {
            tally.limited.incrementAndGet();
            return new Answer(429, "too many requests");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return new Answer(405, "only POST");
        }
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(MOST_BYTES + 1);
        }
        if (body.length > MOST_BYTES) {
            tally.refused.incrementAndGet();
            return new Answer(413, "more than " + MOST_BYTES + " bytes");
        }
        try {
            return handler.answer(exchange, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(503, "stopping");
        } catch (Exception e) {
            // Not the whole path: whoever has the token of an unsubscribe link may use it.
            LOG.error("a request to {} failed", exchange.getHttpContext().getPath(), e);
            return new Answer(503, "not written, send it again");
        }
    }

    private Answer receipts(HttpExchange exchange, byte[] body) throws Exception {
        boolean genuine = signature.isGenuine(
                exchange.getRequestHeaders().getFirst(WebhookSignature.ID),
                exchange.getRequestHeaders().getFirst(WebhookSignature.TIMESTAMP),
                exchange.getRequestHeaders().getFirst(WebhookSignature.SIGNATURE),
                body,
                clock.instant());
        if (!genuine) {
            tally.forged.incrementAndGet();
            return new Answer(401, "the signature is not genuine, or too old");
        }
        List<DeliveryReceipt> receipts;
        try {
            receipts = reader.read(body);
        } catch (IllegalArgumentException e) {
            tally.refused.incrementAndGet();
            return new Answer(400, e.getMessage());
        }
        enter(receipts);
        return new Answer(202, "");
    }

    private Answer unsubscribe(HttpExchange exchange, byte[] body) throws Exception {
        String token = exchange.getRequestURI().getPath().substring(UNSUBSCRIBE.length());
        Optional<UnsubscribeLinks.Click> click = links.flatMap(known -> known.read(token));
        if (click.isEmpty()) {
            tally.forged.incrementAndGet();
            return new Answer(404, "no such link");
        }
        enter(List.of(new DeliveryReceipt(
                click.get().actionId(),
                click.get().customerId(),
                backend,
                DeliveryStatus.UNSUBSCRIBED,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null,
                click.get().channel())));
        return new Answer(200, "");
    }

    private void enter(List<DeliveryReceipt> receipts) throws Exception {
        CompletableFuture.allOf(receipts.stream().map(book::enter).toArray(CompletableFuture[]::new))
                .get(WRITE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        server.stop(1);
    }
}
