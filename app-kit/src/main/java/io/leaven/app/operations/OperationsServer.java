package io.leaven.app.operations;

import com.sun.net.httpserver.HttpExchange;
import io.leaven.app.UserError;
import io.leaven.app.http.BoundedHttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three questions over HTTP, answered in plain text:
 *
 * <ul>
 *   <li>{@code GET /health}: 200 while the process can go on, 503 when its app has failed and it should be started anew.
 *   <li>{@code GET /ready}: 200 while it does its work, 503 while it starts, catches up or stops.
 *   <li>{@code GET /metrics}: all metrics in the text format of Prometheus.
 * </ul>
 */
final class OperationsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OperationsServer.class);

    /** Bytes written at once: the JDK's server copies each write, and keeps the copy until it is read. */
    private static final int PIECE = 8 * 1024;

    private final BoundedHttpServer server;

    /** @throws UserError if the address is not free */
    OperationsServer(InetSocketAddress address, Condition condition, Supplier<String> metrics) {
        try {
            server = new BoundedHttpServer(address, "operations");
        } catch (IOException e) {
            throw new UserError(
                    "cannot listen at " + address.getHostString() + ":" + address.getPort()
                            + " for /health and /metrics: " + e.getMessage() + ". " + OperationsSettings.PORT
                            + " names another port",
                    e);
        }
        Scrape scrape = new Scrape(metrics);
        server.at("/health", exchange -> answer(exchange, condition.failure(), "up"))
                .at("/ready", exchange -> answer(exchange, condition.notReady(), "ready"))
                .at("/metrics", exchange -> send(exchange, 200, scrape.text()))
                .start();
        LOG.info("health, readiness and metrics at http://{}:{}", address.getHostString(), port());
    }

    int port() {
        return server.port();
    }

    private static void answer(HttpExchange exchange, Optional<String> trouble, String good) throws IOException {
        String text = trouble.orElse(good) + "\n";
        send(exchange, trouble.isPresent() ? 503 : 200, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            OutputStream out = exchange.getResponseBody();
            for (int from = 0; from < body.length; from += PIECE) {
                out.write(body, from, Math.min(PIECE, body.length - from));
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
