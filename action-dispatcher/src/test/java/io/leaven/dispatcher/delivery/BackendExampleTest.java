package io.leaven.dispatcher.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.kafka.common.config.AbstractConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/delivery.md is a backend: it compiles, is found as a service, and sends. */
class BackendExampleTest {

    @TempDir
    private Path folder;

    @Test
    void exampleOfTheDocumentationCompilesAndSends() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "delivery.md"));
        Matcher snippet = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(snippet.find()).isTrue();
        assertThat(snippet.group(1).strip().split("\n").length).as("lines").isLessThanOrEqualTo(45);
        compile(snippet.group(1));
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(MessageBackend.class.getName()), "example.SmsBackend");

        Queue<String> received = new ConcurrentLinkedQueue<>();
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", exchange -> {
            try (exchange) {
                received.add(exchange.getRequestHeaders().getFirst("Idempotency-Key") + " "
                        + exchange.getRequestHeaders().getFirst("To") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(received.size() == 1 ? 503 : 200, -1);
            }
        });
        gateway.start();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            MessageBackend backend = Backends.named("sms");
            Map<String, String> settings = Map.of(
                    "delivery.sms.url",
                    "http://127.0.0.1:" + gateway.getAddress().getPort() + "/");
            backend.open(new BackendContext(
                    new AbstractConfig(backend.settings(), settings, false), Map.of(), 8, Clock.systemUTC()));
            OutboundMessage message = new OutboundMessage(
                    Actions.action("ann", 2, "text", "ad", 0),
                    Map.of("text", "Fresh bread"),
                    Optional.of("+49123"),
                    Optional.empty(),
                    1);
            assertThat(backend.send(message).toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isEqualTo(SendOutcome.retryLater("gateway 503"));
            assertThat(backend.send(message).toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .isEqualTo(new SendOutcome.Sent(Optional.of("gateway 200")));
            assertThat(received).containsOnly("ann:2 +49123 Fresh bread").hasSize(2);
            backend.close();
        } finally {
            thread.setContextClassLoader(before);
            gateway.stop(0);
        }
    }

    private void compile(String source) throws Exception {
        Path file = folder.resolve("example/SmsBackend.java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        List<String> options = List.of(
                "-classpath",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-proc:none",
                "-d",
                folder.toString());
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            boolean good = compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(good).as(errors.toString()).isTrue();
        }
    }
}
