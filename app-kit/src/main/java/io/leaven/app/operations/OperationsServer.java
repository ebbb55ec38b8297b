package io.leaven.app.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.leaven.app.UserError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    private static final int THREADS = 2;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "operations");
        thread.setDaemon(true);
        return thread;
    });

    /** @throws UserError if the address is not free */
    OperationsServer(InetSocketAddress address, Condition condition, Supplier<String> metrics) {
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            threads.shutdown();
            throw new UserError(
                    "cannot listen at " + address.getHostString() + ":" + address.getPort()
                            + " for /health and /metrics: " + e.getMessage() + ". " + OperationsSettings.PORT
                            + " names another port",
                    e);
        }
        server.setExecutor(threads);
        server.createContext("/health", exchange -> answer(exchange, condition.failure(), "up"));
        server.createContext("/ready", exchange -> answer(exchange, condition.notReady(), "ready"));
        server.createContext("/metrics", exchange -> send(exchange, 200, metrics.get()));
        server.start();
        LOG.info("health, readiness and metrics at http://{}:{}", address.getHostString(), port());
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Optional<String> trouble, String good) throws IOException {
        send(exchange, trouble.isPresent() ? 503 : 200, trouble.orElse(good) + "\n");
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
