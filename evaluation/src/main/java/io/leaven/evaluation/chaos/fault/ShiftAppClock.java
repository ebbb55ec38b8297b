package io.leaven.evaluation.chaos.fault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An app is started anew on a machine whose wall clock is off, by libfaketime, and then again on one whose clock is right. */
record ShiftAppClock(String app, Duration by) implements Fault {

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/faketime/libfaketimeMT.so.1"));

    @Override
    public String label() {
        return "wall clock of " + app + " " + (by.isNegative() ? "" : "+") + by.toMinutes() + " min for "
                + hold().toSeconds() + " s";
    }

    @Override
    public Optional<String> impossible(Stage stage) {
        return library().isPresent()
                ? Optional.empty()
                : Optional.of("libfaketime is not installed: Debian's package libfaketime has it");
    }

    @Override
    public void inject(Stage stage) {
        restart(
                stage,
                Map.of(
                        "LD_PRELOAD",
                        library().orElseThrow().toString(),
                        "FAKETIME",
                        (by.isNegative() ? "" : "+") + by.toSeconds(),
                        "FAKETIME_DONT_FAKE_MONOTONIC",
                        "1"));
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(15);
    }

    @Override
    public void heal(Stage stage) {
        restart(stage, Map.of());
    }

    private void restart(Stage stage, Map<String, String> environment) {
        stage.fleet().app(app).setEnvironment(environment);
        stage.fleet().app(app).terminate();
    }

    private static Optional<Path> library() {
        return LIBRARIES.stream().filter(Files::exists).findFirst();
    }
}
