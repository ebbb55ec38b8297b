package io.leaven.evaluation.fleet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void processThatIsKilledStartsAgainAndOneThatIsLetGoDoesNot() throws IOException {
        Path log = folder.resolve("log");
        Supervised process = new Supervised("sleeper", List.of("sh", "-c", "echo up; exec sleep 60"), log).start();
        await().atMost(PATIENCE)
                .until(() -> Files.exists(log) && Files.readString(log).contains("up"));

        process.kill();
        await().atMost(PATIENCE).until(() -> process.starts() == 2 && process.isAlive());
        process.terminate();
        await().atMost(PATIENCE).until(() -> process.starts() == 3 && process.isAlive());

        process.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(process.starts()).isEqualTo(3);
    }

    @Test
    void pausedProcessStandsStill() throws IOException, InterruptedException {
        Path log = folder.resolve("ticks");
        String tick = "while true; do echo .; sleep 0.02; done";
        try (Supervised process = new Supervised("ticker", List.of("sh", "-c", tick), log).start()) {
            await().atMost(PATIENCE).until(() -> Files.exists(log) && Files.size(log) > 0);

            process.pause();
            long stood = Files.size(log);
            Thread.sleep(300);
            assertThat(Files.size(log)).isLessThanOrEqualTo(stood + 2);

            process.resume();
            await().atMost(PATIENCE).until(() -> Files.size(log) > stood + 4);
        }
    }

    @Test
    void cutGateEndsWhatIsOpenAndTakesNothingNewUntilItIsMended() throws IOException {
        try (ServerSocket echo = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                TcpGate gate =
                        new TcpGate(new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.getLocalPort()))) {
            Thread server = new Thread(() -> echo(echo), "echo");
            server.setDaemon(true);
            server.start();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gate.port())) {
                assertThat(echoes(client)).isTrue();
                gate.cut();
                assertThat(echoes(client)).isFalse();
            }
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gate.port())) {
                assertThat(echoes(client)).isFalse();
            }
            gate.mend();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gate.port())) {
                assertThat(echoes(client)).isTrue();
            }
        }
    }

    private static boolean echoes(Socket client) {
        try {
            client.setSoTimeout(5_000);
            client.getOutputStream().write(42);
            return client.getInputStream().read() == 42;
        } catch (IOException e) {
            return false;
        }
    }

    private static void echo(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException e) {
                // The test is over, or cut the connection.
            }
        }
    }
}
