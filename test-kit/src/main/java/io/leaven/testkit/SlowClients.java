package io.leaven.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Clients that hold connections of an HTTP server on this machine: each sends a beginning, then one byte every 50 ms for ever, and
 * notices when the server hangs up. One thread drives them all.
 */
public final class SlowClients implements AutoCloseable {

    private static final long TICK_MILLIS = 50;

    private final List<SocketChannel> open = new ArrayList<>();
    private final ByteBuffer answers = ByteBuffer.allocate(1024);
    private final byte drop;
    private final long began = System.nanoTime();
    private final Thread thread = new Thread(this::drip, "slow clients");

    private SlowClients(int port, int count, String beginning, char drop) throws IOException {
        this.drop = (byte) drop;
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.write(ByteBuffer.wrap(beginning.getBytes(StandardCharsets.US_ASCII)));
            channel.configureBlocking(false);
            open.add(channel);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Clients whose request's headers never end. */
    public static SlowClients headers(int port, int count) throws IOException {
        return new SlowClients(port, count, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", 'x');
    }

    /** Clients whose request's body never ends. */
    public static SlowClients bodies(int port, int count, String method, String path) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n";
        return new SlowClients(port, count, head, 'x');
    }

    /** How many the server has not hung up on. */
    public synchronized int open() {
        return open.size();
    }

    /** Waits until the server has hung up on all of them, and says how long after their beginning that was. */
    public synchronized Duration awaitAllClosed(Duration most) throws InterruptedException {
        long end = began + most.toNanos();
        while (!open.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(open.size() + " slow clients are still connected after " + most);
            }
            wait(left);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void drip() {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                synchronized (this) {
                    open.removeIf(channel -> !drip(channel));
                    notifyAll();
                }
            }
        } catch (InterruptedException e) {
            synchronized (this) {
                open.forEach(SlowClients::quietly);
                open.clear();
            }
        }
    }

    /** @return whether the server is still there */
    private boolean drip(SocketChannel channel) {
        try {
            channel.write(ByteBuffer.wrap(new byte[] {drop}));
            if (channel.read(answers.clear()) >= 0) {
                return true;
            }
        } catch (IOException e) {
            // hung up, too
        }
        quietly(channel);
        return false;
    }

    private static void quietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
