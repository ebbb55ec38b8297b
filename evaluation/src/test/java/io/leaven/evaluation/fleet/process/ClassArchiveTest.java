package io.leaven.evaluation.fleet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path folder;

    /** What the training runs. */
    static final class Trained {

        private Trained() {}

        public static void main(String[] arguments) {
            System.out.println("trained");
        }
    }

    @Test
    void laterProcessesTakeTheirClassesFromTheArchive() throws IOException, InterruptedException {
        String jar = jar().toString();
        Path archive = folder.resolve("classes.jsa");

        String flag = ClassArchive.make(training(archive, jar), archive, log(), new StopSignal())
                .orElseThrow();

        Process later = new ProcessBuilder(JAVA, flag, "-Xlog:class+load", "-cp", jar, Trained.class.getName())
                .redirectErrorStream(true)
                .start();
        String loaded = new String(later.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(loaded.lines().filter(line -> line.contains(Trained.class.getName())))
                .singleElement()
                .asString()
                .contains("shared objects file (top)");
    }

    @Test
    void noArchiveIsMadeOfWhatIsNotInJarsAndTheLogSaysWhy() throws IOException, InterruptedException {
        Path archive = folder.resolve("classes.jsa");
        String classes = Path.of("target", "test-classes").toAbsolutePath().toString();

        assertThat(ClassArchive.make(training(archive, classes), archive, log(), new StopSignal()))
                .isEmpty();

        assertThat(log()).content().contains("non-empty director");
    }

    @Test
    void archiveOfATrainingThatFailedIsNotTaken() throws IOException, InterruptedException {
        Path archive = folder.resolve("classes.jsa");
        List<String> half = List.of("sh", "-c", "echo half > " + archive + "; exit 3");

        assertThat(ClassArchive.make(half, archive, log(), new StopSignal())).isEmpty();
    }

    @Test
    void stopEndsTheTraining() {
        StopSignal stop = new StopSignal();
        stop.raise();
        List<String> endless = List.of("sh", "-c", "echo $$ > " + folder.resolve("pid") + "; exec sleep 600");

        assertThatThrownBy(() -> ClassArchive.make(endless, folder.resolve("classes.jsa"), log(), stop))
                .isInstanceOf(UserError.class);
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> child.info()
                                .commandLine()
                                .filter(line -> line.contains("sleep 600") || line.contains(folder.toString()))
                                .isPresent()))
                .isEmpty();
    }

    private static List<String> training(Path archive, String classPath) {
        return List.of(JAVA, "-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath, Trained.class.getName());
    }

    private Path log() {
        return folder.resolve("training.log");
    }

    private Path jar() throws IOException {
        Path jar = folder.resolve("trained.jar");
        String entry = Trained.class.getName().replace('.', '/') + ".class";
        try (InputStream bytes = Trained.class.getClassLoader().getResourceAsStream(entry);
                OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.putNextEntry(new JarEntry(entry));
            bytes.transferTo(out);
        }
        return jar;
    }
}
