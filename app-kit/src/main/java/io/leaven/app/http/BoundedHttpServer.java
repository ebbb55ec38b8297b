package io.leaven.app.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's HTTP server with a bound on what one client may cost: every server of Leaven is one of these.
 *
 * <ul>
 *   <li>A request has 10 s to arrive, headers and body; its answer 40 s to be made and read; a connection may be silent for 30 s. Then
 *       it is closed, whatever trickles in, at most a second later.
 *   <li>{@value #CONNECTIONS} connections are open at once, and more are closed as they come. Each may have a thread: slow clients
 *       keep no other from being served until they hold all connections.
 *   <li>The headers of a request have 32 KiB.
 * </ul>
 *
 * <p>The JDK reads these bounds from system properties, once, when the first server of the process is made. One that is set
 * already, on the command line of the JVM, counts.
 */
public final class BoundedHttpServer implements AutoCloseable {

    private static final int CONNECTIONS = 256;
    private static final String CONNECTIONS_PROPERTY = "jdk.httpserver.maxConnections";
    private static final long IDLE_THREAD_SECONDS = 10;

    static {
        Map.of(
                        CONNECTIONS_PROPERTY,
                        CONNECTIONS,
                        "sun.net.httpserver.maxIdleConnections",
                        64,
                        "sun.net.httpserver.maxReqTime",
                        10,
                        "sun.net.httpserver.maxRspTime",
                        40,
                        "sun.net.httpserver.idleInterval",
                        30,
                        "sun.net.httpserver.clockTick",
                        1000,
                        "sun.net.httpserver.maxReqHeaderSize",
                        32 * 1024)
                .forEach((name, value) -> System.getProperties().putIfAbsent(name, Integer.toString(value)));
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    /**
     * Binds the address; {@link #start} begins to answer.
     *
     * @param address port 0 for a free one
     * @param name of its threads, which are daemons
     * @throws IOException if the address is not free
     */
    public BoundedHttpServer(InetSocketAddress address, String name) throws IOException {
        int connections = Integer.getInteger(CONNECTIONS_PROPERTY, CONNECTIONS);
        server = HttpServer.create(address, connections);
        threads = new ThreadPoolExecutor(
                0, connections, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        server.setExecutor(threads);
    }

    /** Says who answers requests to a path and all below it. */
    public BoundedHttpServer at(String path, HttpHandler handler) {
        server.createContext(path, handler);
        return this;
    }

    public void start() {
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Takes no more requests, gives those on their way so many seconds, then ends. */
    public void stop(int seconds) {
        server.stop(seconds);
        threads.shutdownNow();
    }

    /** Ends at once. */
    @Override
    public void close() {
        stop(0);
    }
}
