package io.leaven.platform;

import io.leaven.app.UserError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Finds and tests TCP ports. */
public final class Ports {

    private static final int FIRST_FOR_SERVERS = 20_000;
    private static final int FIRST_EPHEMERAL = 32_768;

    private Ports() {}

    /** A port of the host that was free a moment ago. */
    static int free(String host) {
        return bind(host, 0, "a free port");
    }

    /**
     * Ports of the host that were free a moment ago, and that the system does not give to outgoing connections: a server can be
     * restarted on one.
     */
    public static List<Integer> forServers(String host, int count) {
        return ThreadLocalRandom.current()
                .ints(FIRST_FOR_SERVERS, FIRST_EPHEMERAL)
                .distinct()
                .filter(port -> isFree(host, port))
                .limit(count)
                .boxed()
                .toList();
    }

    private static boolean isFree(String host, int port) {
        try {
            requireFree(host, port, "a server");
            return true;
        } catch (UserError e) {
            return false;
        }
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
