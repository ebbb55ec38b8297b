package io.leaven.platform;

import io.leaven.app.UserError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Finds and tests TCP ports. */
final class Ports {

    private Ports() {}

    /** A port of the host that was free a moment ago. */
    static int free(String host) {
        return bind(host, 0, "a free port");
    }

    /**
     * Fails early, with a message for people, where a server would fail late.
     *
     * @param purpose what the port is for, such as {@code Kafka broker}
     * @throws UserError naming the port, if something listens on it
     */
    static void requireFree(String host, int port, String purpose) {
        bind(host, port, "the " + purpose);
    }

    private static int bind(String host, int port, String purpose) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UserError("cannot listen on '" + host + "': unknown host", new UnknownHostException(host));
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UserError(
                    "port " + port + " of " + host + " is not free for " + purpose + " (" + e.getMessage()
                            + "). Stop what uses it, or choose another port",
                    e);
        }
    }
}
