package io.leaven.evaluation.fleet.load;

import io.leaven.app.http.BoundedHttpServer;
import io.leaven.evaluation.fleet.audit.CustomerStep;
import io.leaven.evaluation.fleet.audit.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;

/** The message backend's other end: takes webhooks and enters each into the ledger by its idempotency key. */
public final class InboxServer implements AutoCloseable {

    private final BoundedHttpServer server;

    public InboxServer(Ledger ledger) {
        try {
            server = new BoundedHttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "inbox");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.at("/", exchange -> {
            try (exchange) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                String key = exchange.getRequestHeaders().getFirst("webhook-id");
                try {
                    ledger.sent(CustomerStep.ofId(key), Arrays.hashCode(body));
                } catch (IllegalArgumentException e) {
                    ledger.wrong("send", "a message with the key " + key);
                }
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port() + "/");
    }

    @Override
    public void close() {
        server.close();
    }
}
