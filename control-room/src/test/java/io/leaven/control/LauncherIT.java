package io.leaven.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in a tree of its own, with a {@code java} that prints what it is given and a {@code mvn} that counts its
 * builds.
 */
class LauncherIT {

    private static final Path SCRIPT = Path.of("..", "leaven").toAbsolutePath().normalize();

    private static final String JAVA = """
            #!/usr/bin/env bash
            if [ "$1" = -version ]; then echo "openjdk version \\"$FAKE_VERSION\\" 2026-01-01" >&2; exit; fi
            if [ -n "${FAKE_RUN_SECONDS:-}" ]; then echo running; exec sleep "$FAKE_RUN_SECONDS"; fi
            printf '[%s]' "$@"
            """;
    private static final String MVN = """
            #!/usr/bin/env bash
            echo build >> builds
            [ -z "${FAKE_BUILD_FAILS:-}" ] || { echo '[ERROR] Foo.java:[3,4] no such thing'; exit 1; }
            sleep "${FAKE_BUILD_SECONDS:-0}"
            mkdir -p control-room/target/lib platform/target/registry
            touch control-room/target/leaven.jar
            """;

    private static final boolean HAS_FLOCK =
            Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, "flock")));

    @TempDir
    private Path folder;

    private Path home;
    private Path bin;

    @BeforeEach
    void tree() throws IOException {
        home = folder.resolve("my leaven");
        bin = Files.createDirectories(folder.resolve("jdk/bin"));
        Files.createDirectories(home.resolve("schemas/src/main"));
        Files.writeString(home.resolve("schemas/src/main/A.java"), "class A {}");
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(home.resolve("schemas/pom.xml"), "<project/>");
        Files.copy(SCRIPT, home.resolve("leaven"));
        script(bin.resolve("java"), JAVA);
        script(bin.resolve("javac"), "");
        script(bin.resolve("mvn"), MVN);
    }

    @Test
    void firstUseBuildsAndTheNextDoesNot() throws Exception {
        Run first = run(Map.of(), "watch", "a b");
        assertThat(first.exitCode).as(first.err).isZero();
        assertThat(first.err).contains("leaven: building").containsPattern("leaven: built in \\d+ s");
        assertThat(first.out)
                .contains("[-Dleaven.registry.home=" + home.resolve("platform/target/registry") + "]")
                .endsWith("[-jar][" + home.resolve("control-room/target/leaven.jar") + "][watch][a b]");

        Run second = run(Map.of(), "--version");
        assertThat(second.err).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void changedNewAndDeletedSourcesAreBuiltAgain() throws Exception {
        run(Map.of());
        Path source = home.resolve("schemas/src/main/A.java");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        run(Map.of());
        assertThat(builds()).as("changed").isEqualTo(2);

        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(60)));
        Files.delete(source);
        Files.setLastModifiedTime(
                source.getParent(), FileTime.from(Instant.now().plusSeconds(5)));
        run(Map.of());
        assertThat(builds()).as("deleted").isEqualTo(3);

        Files.setLastModifiedTime(
                source.getParent(), FileTime.from(Instant.now().minusSeconds(60)));
        Path test = Files.createDirectories(home.resolve("schemas/src/test")).resolve("ATest.java");
        Files.writeString(test, "class ATest {}");
        Files.setLastModifiedTime(test, FileTime.from(Instant.now().plusSeconds(5)));
        run(Map.of());
        assertThat(builds()).as("tests are not run from here").isEqualTo(3);
    }

    @Test
    void buildThatFailsSaysWhyAndIsTriedAgain() throws Exception {
        Run failed = run(Map.of("FAKE_BUILD_FAILS", "1"), "demo");

        assertThat(failed.exitCode).isEqualTo(1);
        assertThat(failed.out).isEmpty();
        assertThat(failed.err)
                .contains("[ERROR] Foo.java:[3,4] no such thing")
                .contains("leaven: the build failed")
                .contains("launcher-build.log");
        assertThat(run(Map.of()).exitCode).isZero();
    }

    @Test
    void symbolicLinksFromOtherFoldersFindTheTree() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("second"), Path.of("my leaven", "leaven"));
        Path linkToLink = Files.createSymbolicLink(bin.resolve("leaven-link"), link);

        Run run = run(linkToLink, Map.of(), "--version");

        assertThat(run.exitCode).as(run.err).isZero();
        assertThat(run.out)
                .contains(home.resolve("control-room/target/leaven.jar").toString());
    }

    @Test
    void missingOrOldJavaIsNamed() throws Exception {
        assertThat(run(Map.of("FAKE_VERSION", "1.8.0_402")).err)
                .contains("is Java 1.8.0_402; Leaven needs a JDK 17 or newer");
        assertThat(run(Map.of("FAKE_VERSION", "11.0.2")).exitCode).isEqualTo(1);
        assertThat(run(Map.of("JAVA_HOME", "/nowhere")).err)
                .contains("JAVA_HOME is /nowhere, but there is no bin/java in it");
        assertThat(builds()).isZero();

        Files.delete(bin.resolve("javac"));
        assertThat(run(Map.of()).err).contains("a JDK is needed to build");
    }

    @Test
    void missingMavenIsNamed() throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("bash", "env", "dirname", "readlink", "sed", "head", "find", "mkdir")) {
            script(tools.resolve(tool), "#!/bin/sh\nexec " + onPath(tool) + " \"$@\"\n");
        }

        Run run = run(
                Map.of("PATH", tools.toString(), "JAVA_HOME", bin.getParent().toString()));

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("leaven: no Maven found: install Maven 3.8 or newer");
    }

    @Test
    void flagsFitTheVersionAndMayBeOverridden() throws Exception {
        assertThat(run(Map.of("FAKE_VERSION", "17.0.15")).out).doesNotContain("native-access");
        Run newest = run(Map.of("FAKE_VERSION", "25", "LEAVEN_JVM_OPTS", "-Xmx3g -Dx=y"));
        assertThat(newest.out)
                .contains("[--enable-native-access=ALL-UNNAMED]")
                .contains("[--sun-misc-unsafe-memory-access=allow]")
                .containsSubsequence("[-Xmx1g]", "[-Xmx3g]", "[-Dx=y]", "[-jar]");
    }

    @Test
    void twoLaunchersAtOnceBuildOnce() throws Exception {
        assumeTrue(HAS_FLOCK, "flock is not on the PATH");
        Process one = start(home.resolve("leaven"), "one", Map.of("FAKE_BUILD_SECONDS", "2"));
        await().atMost(Duration.ofSeconds(10)).until(() -> builds() == 1);
        Process two = start(home.resolve("leaven"), "two", Map.of("FAKE_BUILD_SECONDS", "2"));

        assertThat(finished(one, "one").exitCode).isZero();
        Run second = finished(two, "two");

        assertThat(second.exitCode).isZero();
        assertThat(second.err).contains("waiting for another launcher to finish its build");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void nothingIsBuiltUnderARunningLeaven() throws Exception {
        assumeTrue(HAS_FLOCK, "flock is not on the PATH");
        run(Map.of());
        Process running = start(home.resolve("leaven"), "running", Map.of("FAKE_RUN_SECONDS", "60"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Files.readString(folder.resolve("running.out")).contains("running"));
        Files.setLastModifiedTime(
                home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(5)));

        Run beside = run(Map.of());

        assertThat(beside.exitCode).isZero();
        assertThat(beside.err).contains("sources changed, but a leaven runs from the last build: not building");
        assertThat(builds()).isEqualTo(1);

        running.destroy();
        assertThat(running.waitFor(10, TimeUnit.SECONDS))
                .as("the signal reaches the JVM: exec")
                .isTrue();
        run(Map.of());
        assertThat(builds()).as("once it has ended").isEqualTo(2);
    }

    private record Run(int exitCode, String out, String err) {}

    private Run run(Map<String, String> environment, String... arguments) throws Exception {
        return run(home.resolve("leaven"), environment, arguments);
    }

    private Run run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        return finished(start(script, "run", environment, arguments), "run");
    }

    private Process start(Path script, String name, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("LEAVEN_") || key.equals("JAVA_HOME"));
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("FAKE_VERSION", "17.0.15");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Run finished(Process process, String name) throws Exception {
        assertThat(process.waitFor(30, TimeUnit.SECONDS))
                .as("the launcher ends")
                .isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(folder.resolve(name + ".out")),
                Files.readString(folder.resolve(name + ".err")));
    }

    private long builds() throws IOException {
        Path builds = home.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    private static Path onPath(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(path -> Path.of(path, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
