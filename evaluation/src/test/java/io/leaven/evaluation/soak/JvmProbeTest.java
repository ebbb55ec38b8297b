package io.leaven.evaluation.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against a process of which it is known what it holds. */
class JvmProbeTest {

    private static final int MEBI = 1 << 20;
    private static final int HEAP = 40;
    private static final int DIRECT = 60;
    private static final int FILES = 30;
    private static final int THREADS = 5;

    /** Tells what it does by lines, and does the next thing when a line comes. */
    static final class Holder {

        static final List<Object> HELD = new ArrayList<>();

        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            next();
            HELD.add(new byte[HEAP * MEBI]);
            next();
            ByteBuffer direct = ByteBuffer.allocateDirect(DIRECT * MEBI);
            HELD.add(direct);
            for (int at = 0; at < direct.capacity(); at += 4096) {
                direct.put(at, (byte) 1);
            }
            next();
            for (int i = 0; i < FILES; i++) {
                HELD.add(Files.newInputStream(Path.of("/proc/self/status")));
            }
            next();
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(Holder::sleep);
                thread.setDaemon(true);
                thread.start();
            }
            next();
        }

        private static void next() throws IOException {
            System.out.println("ready");
            System.in.read();
        }

        private static void sleep() {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void eachMeasureGrowsByWhatTheProcessTakesAndByNothingElse() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Holder.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("ready");
            try (JvmProbe probe = new JvmProbe("holder", process.pid())) {
                probe.take(0);
                Sample empty = probe.take(0);
                Sample heap = next(process, lines, probe);
                Sample direct = next(process, lines, probe);
                Sample files = next(process, lines, probe);
                Sample threads = next(process, lines, probe);

                assertThat(heap.heapMegabytes() - empty.heapMegabytes()).isBetween(HEAP - 1.0, HEAP + 1.0);
                assertThat(heap.outsideMegabytes() - empty.outsideMegabytes()).isBetween(-8.0, 8.0);
                assertThat(direct.outsideMegabytes() - heap.outsideMegabytes()).isBetween(DIRECT - 4.0, DIRECT + 8.0);
                assertThat(direct.heapMegabytes() - heap.heapMegabytes()).isBetween(-1.0, 1.0);
                assertThat(files.handles() - direct.handles()).isBetween(FILES - 2L, FILES + 2L);
                assertThat(threads.threads() - files.threads()).isBetween(THREADS - 1, THREADS + 1);

                process.destroyForcibly().waitFor();
                assertThatThrownBy(() -> probe.take(0))
                        .isInstanceOf(UserError.class)
                        .hasMessageStartingWith("holder does not answer any more");
            }
        } finally {
            process.destroyForcibly();
        }
        assertThatThrownBy(() -> new JvmProbe("holder", process.pid()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot look into holder, process " + process.pid());
    }

    private static Sample next(Process process, BufferedReader lines, JvmProbe probe) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        assertThat(lines.readLine()).isEqualTo("ready");
        return probe.take(0);
    }
}
