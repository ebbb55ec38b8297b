package io.leaven.app.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.App;
import io.leaven.app.UserError;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsTest {

    private final Operations operations =
            Operations.open(Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        operations.close();
    }

    @Test
    void readinessFollowsTheLifeOfTheApp() throws Exception {
        FakeApp fake = new FakeApp();
        App app = operations.watch(fake);
        assertThat(get("/ready").body()).isEqualTo("starting\n");
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health").statusCode()).isEqualTo(200);

        app.start();
        assertThat(get("/ready").body()).isEqualTo("catching up\n");

        fake.ready = true;
        assertThat(get("/ready").statusCode()).isEqualTo(200);

        app.close();
        assertThat(fake.closed).isTrue();
        assertThat(get("/ready").body()).isEqualTo("stopping\n");
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aFailedAppIsNeitherHealthyNorReadyAndItsErrorsTextIsNotTold() throws Exception {
        FakeApp fake = new FakeApp();
        App app = operations.watch(fake);
        app.start();
        fake.ready = true;
        fake.failure = new IllegalStateException("password hunter2 was refused");

        HttpResponse<String> health = get("/health");

        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).isEqualTo("IllegalStateException\n");
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(app.failure()).containsSame(fake.failure);
    }

    @Test
    void aJobWithoutAnAppIsReadyOnceItBegins() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(503);

        operations.begun();

        assertThat(get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAreInTheTextFormatOfPrometheus() throws Exception {
        Counter.builder("leaven.test.events").register(operations.metrics()).increment(3);

        assertThat(get("/metrics").body())
                .contains("# TYPE leaven_test_events_total counter", "leaven_test_events_total 3.0\n")
                .contains("jvm_memory_used_bytes{");
    }

    @Test
    void onlyGetIsTaken() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(address("/health"))
                .POST(BodyPublishers.ofString("x"))
                .build();

        HttpResponse<String> answer = client.send(post, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
    }

    @Test
    void theProbeFailsUnlessTheAnswerIs200() {
        String url = address("/ready").toString();
        operations.begun();
        assertThatCode(() -> HealthProbe.main(new String[] {url})).doesNotThrowAnyException();

        FakeApp busy = new FakeApp();
        operations.watch(busy).start();

        assertThatThrownBy(() -> HealthProbe.main(new String[] {url}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
        operations.close();
        assertThatThrownBy(() -> HealthProbe.main(new String[] {url})).isInstanceOf(IOException.class);
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());

            assertThatThrownBy(() -> Operations.open(Optional.of(address)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()))
                    .hasMessageContaining("operations.port");
        }
    }

    @Test
    void withoutAnAddressNobodyListens() {
        try (Operations silent = Operations.open(Optional.empty())) {
            assertThat(silent.port()).isEmpty();
            assertThat(silent.metrics()).isNotNull();
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + operations.port().orElseThrow() + path);
    }

    private static final class FakeApp implements App {
        private boolean ready;
        private boolean closed;
        private Throwable failure;

        @Override
        public void start() {}

        @Override
        public Optional<Throwable> failure() {
            return Optional.ofNullable(failure);
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
