package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppTest {

    private final List<String> happened = new ArrayList<>();

    @Test
    void anAppRunsUntilTheSignalAndIsClosed() {
        StopSignal stop = new StopSignal();

        App.runUntil(stop, app(stop::raise, Optional.empty()));

        assertThat(happened).containsExactly("started", "closed");
    }

    @Test
    void anAppThatFailsIsClosedAndItsFailureThrown() {
        UserError failure = new UserError("the broker is gone");

        assertThatThrownBy(() -> App.runUntil(new StopSignal(), app(() -> {}, Optional.of(failure))))
                .isSameAs(failure);
        assertThat(happened).containsExactly("started", "closed");
    }

    @Test
    void anErrorOfTheJvmIsWrapped() {
        OutOfMemoryError failure = new OutOfMemoryError("heap");

        assertThatThrownBy(() -> App.runUntil(new StopSignal(), app(() -> {}, Optional.of(failure))))
                .hasCause(failure);
    }

    private App app(Runnable atStart, Optional<Throwable> failure) {
        return new App() {
            @Override
            public void start() {
                happened.add("started");
                atStart.run();
            }

            @Override
            public Optional<Throwable> failure() {
                return failure;
            }

            @Override
            public void close() {
                happened.add("closed");
            }
        };
    }
}
