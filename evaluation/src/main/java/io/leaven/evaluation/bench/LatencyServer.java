package io.leaven.evaluation.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An HTTP server on the loopback that answers every request with 204 after a fixed time, on one thread and with as little work as
 * can be, so that what is measured is the client. It can stall: then it takes requests and answers none until it wakes up.
 */
final class LatencyServer implements AutoCloseable {

    private static final byte[] ANSWER = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_BYTES = 64 * 1024;

    private final long latencyNanos;
    private final Selector selector;
    private final ServerSocketChannel server;
    private final Queue<Due> due = new ArrayDeque<>();
    private final AtomicLong answered = new AtomicLong();
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private volatile boolean stalled;
    private volatile boolean closed;
    private final Thread thread = new Thread(this::run, "latency-server");

    private record Due(long nanos, SocketChannel channel) {}

    LatencyServer(Duration latency) throws IOException {
        latencyNanos = latency.toNanos();
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.socket().getLocalPort() + "/";
    }

    /** Requests that were answered. */
    long answered() {
        return answered.get();
    }

    /** Different messages among them. */
    int messages() {
        return ids.size();
    }

    void stall(boolean now) {
        stalled = now;
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                answerDue();
                Due next = due.peek();
                long wait = next == null || stalled ? 100 : (next.nanos - System.nanoTime()) / 1_000_000;
                if (wait > 0) {
                    selector.select(wait);
                } else {
                    selector.selectNow();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) {
                        accept();
                    } else {
                        read(key);
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(MOST_BYTES));
        }
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel client = (SocketChannel) key.channel();
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        try {
            if (client.read(buffer) < 0) {
                client.close();
                return;
            }
        } catch (IOException e) {
            client.close();
            return;
        }
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0 || buffer.position() < head + 4 + Integer.parseInt(header(text, "Content-Length: "))) {
            return;
        }
        buffer.clear();
        ids.add(header(text, "webhook-id: "));
        due.add(new Due(System.nanoTime() + latencyNanos, client));
    }

    /** As our client writes it. */
    private static String header(String text, String name) {
        int at = text.indexOf(name) + name.length();
        return text.substring(at, text.indexOf('\r', at));
    }

    private void answerDue() {
        long now = System.nanoTime();
        while (!stalled && !due.isEmpty() && due.peek().nanos <= now) {
            SocketChannel client = due.poll().channel;
            try {
                client.write(ByteBuffer.wrap(ANSWER));
                answered.incrementAndGet();
            } catch (IOException e) {
                // The client hung up while the server stalled.
                continue;
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
