package io.leaven.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.leaven.testkit.ChildJvm;
import io.leaven.testkit.SlowClients;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Raw sockets against a server in a JVM of its own, where a request has three seconds and its answer two. */
@Timeout(60)
class BoundedHttpServerTest {

    private static final int CONNECTIONS = 256;
    private static final int BIG = 64 * 1024 * 1024;

    private static final Duration REQUEST_TIME = Duration.ofSeconds(3);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(2);

    /** The bound, and a machine that is busy. */
    private static final Duration SOON = REQUEST_TIME.plusSeconds(5);

    /** One for each test: what the last one's clients left open would count against the bound. */
    private ChildJvm child;

    private int port;

    @BeforeEach
    void start() throws IOException {
        child = ChildJvm.start(
                Server.class,
                "-Dsun.net.httpserver.maxReqTime=" + REQUEST_TIME.toSeconds(),
                "-Dsun.net.httpserver.maxRspTime=" + ANSWER_TIME.toSeconds(),
                "-Dsun.net.httpserver.clockTick=100",
                "-Dsun.net.httpserver.timerMillis=100");
        port = Integer.parseInt(child.said());
    }

    @AfterEach
    void stop() throws IOException {
        child.close();
    }

    /** Bodies that nobody asks for, too: the JDK reads on after the answer, for the next request. */
    @Test
    void slowRequestsAreCutOffAndKeepNobodyWaiting() throws Exception {
        try (SlowClients headers = SlowClients.headers(port, 90);
                SlowClients bodies = SlowClients.bodies(port, 90, "POST", "/read");
                SlowClients surplus = SlowClients.bodies(port, 20, "GET", "/hello");
                Socket silent = connect()) {
            assertServed();
            assertThat(headers.open() + bodies.open() + surplus.open())
                    .as("still there when others were served")
                    .isEqualTo(200);

            assertThat(headers.awaitAllClosed(SOON)).isGreaterThan(REQUEST_TIME.minusMillis(100));
            bodies.awaitAllClosed(SOON);
            surplus.awaitAllClosed(SOON);
            silent.setSoTimeout((int) SOON.toMillis());
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void answersThatNobodyReadsAreCutOff() throws Exception {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            ask(socket, "/big");
            Thread.sleep(ANSWER_TIME.plusSeconds(1).toMillis());
            socket.setSoTimeout(5000);

            assertThat(readAll(socket)).isPositive().isLessThan(BIG);
        }
        assertServed();
    }

    @Test
    void moreConnectionsThanTheBoundAreClosedAndRoomIsGivenBack() throws Exception {
        try (SlowClients slow = SlowClients.headers(port, CONNECTIONS)) {
            try (Socket oneMore = connect()) {
                oneMore.setSoTimeout((int) REQUEST_TIME.minusSeconds(1).toMillis());
                assertThat(oneMore.getInputStream().read()).isEqualTo(-1);
            }
            slow.awaitAllClosed(SOON);
        }
        assertServed();
    }

    /** A connection that is lost in the middle must not count for ever. */
    @Test
    void connectionsThatAreLostAreForgotten() throws Exception {
        for (int round = 0; round < 2; round++) {
            List<Socket> lost = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS - 6; i++) {
                Socket socket = connect();
                socket.setSoLinger(true, 0);
                String head = i % 5 == 0 ? "G" : i % 5 == 1 ? "GET /hello HTTP/1.1\r\nContent-Length: 9\r\n\r\nx" : "";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                if (i % 5 == 2) {
                    ask(socket, "/big");
                }
                if (i % 5 == 3) {
                    ask(socket, "/hello");
                }
                lost.add(socket);
            }
            for (Socket socket : lost) {
                socket.close();
            }
            Thread.sleep(500);
        }
        for (int i = 0; i < CONNECTIONS / 2; i++) {
            assertServed();
        }
    }

    @Test
    void headersHaveABound() throws Exception {
        try (Socket socket = connect()) {
            socket.setSoTimeout(5000);
            String head = "GET /hello HTTP/1.1\r\nX-Long: " + "x".repeat(33 * 1024) + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            assertThat(readAll(socket)).as("no answer").isZero();
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching("(?s).*(reset|Broken pipe).*");
        }
    }

    private void assertServed() throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout((int) SOON.toMillis());
            ask(socket, "/hello");
            assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200 OK");
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void ask(Socket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static long readAll(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[1 << 16];
        long all = 0;
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                all += read;
            }
        } catch (SocketException e) {
            return all;
        }
        return all;
    }

    /** What is tested. */
    static final class Server {

        private Server() {}

        public static void main(String[] args) throws IOException {
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (BoundedHttpServer server = new BoundedHttpServer(anyPort, "test")) {
                server.at("/read", exchange -> {
                            exchange.getRequestBody().readAllBytes();
                            answer(exchange, 1);
                        })
                        .at("/hello", exchange -> answer(exchange, 1))
                        .at("/big", exchange -> answer(exchange, BIG))
                        .start();
                ChildJvm.up(server.port());
            }
        }

        private static void answer(HttpExchange exchange, int length) throws IOException {
            try (exchange) {
                exchange.sendResponseHeaders(200, length);
                byte[] piece = new byte[Math.min(length, 8192)];
                for (int written = 0; written < length; written += piece.length) {
                    exchange.getResponseBody().write(piece);
                }
            }
        }
    }
}
