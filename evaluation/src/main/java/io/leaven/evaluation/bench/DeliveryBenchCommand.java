package io.leaven.evaluation.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.dispatcher.DeliveryApp;
import io.leaven.dispatcher.DeliverySettings;
import io.leaven.dispatcher.delivery.backend.http.WebhookBackend;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven bench delivery}: webhooks a second against what the latency of the server allows; memory in a stall. */
@Command(
        name = "delivery",
        description = {
            "Signed webhooks a second from the actions topic to a local server that answers after a fixed time, with their receipts"
                    + " written, against the ideal: in flight / latency.",
            "Then the server stalls: what the heap grows by, how many messages are held, and whether all arrive once it"
                    + " wakes up. Broker, delivery and server share this machine."
        })
final class DeliveryBenchCommand implements Callable<Integer> {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final int CUSTOMERS = 20_000;
    private static final int PARTITIONS = 4;
    private static final double NEEDED = 0.8;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "256",
            description = "Messages on their way at once. Default: ${DEFAULT-VALUE}")
    private int inFlight;

    @Option(
            names = "--latency-ms",
            paramLabel = "N",
            defaultValue = "20",
            description = "What the server takes for an answer. Default: ${DEFAULT-VALUE}")
    private int latencyMs;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long the rate is taken, after half of it to warm up. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--stall-seconds",
            paramLabel = "N",
            defaultValue = "300",
            description = "How long the server stalls then. Default: ${DEFAULT-VALUE}")
    private int stallSeconds;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    /**
     * What was measured.
     *
     * @param processorMicros of a message, over all that runs in this process: broker, delivery and server
     * @param grownMegabytes of the heap, from full memory to the end of the stall, each after a full collection
     * @param lost messages that never reached the server
     */
    private record Result(
            double rate,
            double ideal,
            double processorMicros,
            double grownMegabytes,
            long held,
            long limit,
            long lost,
            long repeated) {

        double ratio() {
            return rate / ideal;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (inFlight < 1 || latencyMs < 1 || seconds < 1 || stallSeconds < 0) {
            throw new UserError("--in-flight, --latency-ms and --seconds are 1 or more, --stall-seconds is 0 or more");
        }
        try (Platform platform = Platform.start(PlatformSettings.ephemeral());
                LatencyServer server = new LatencyServer(Duration.ofMillis(latencyMs))) {
            Map<String, String> settings = settings(platform, server);
            SettingsSource source = SettingsSource.of(settings);
            try (Connection connection =
                            new Connection(ConnectionSettings.beside(DeliverySettings.withBackends(), source));
                    DeliveryApp app = new DeliveryApp(
                            connection,
                            source,
                            Map.of(WebhookBackend.SECRET_VARIABLE, SECRET),
                            new SimpleMeterRegistry(),
                            Clock.systemUTC())) {
                print(run(connection, server, app, Integer.parseInt(settings.get(DeliverySettings.BUFFER_RECORDS))));
            }
        }
        return 0;
    }

    private Map<String, String> settings(Platform platform, LatencyServer server) {
        Map<String, String> settings = new HashMap<>(platform.connectionSettings());
        settings.put(DeliverySettings.BACKEND, "webhook");
        settings.put(DeliverySettings.IN_FLIGHT, Integer.toString(inFlight));
        settings.put(DeliverySettings.BUFFER_RECORDS, "20000");
        // A stall is longer than the first pauses: tried again every few seconds, each attempt given up after a while.
        settings.put(DeliverySettings.RETRY_PAUSES_MS, "5000,".repeat(999) + "5000");
        settings.put(DeliverySettings.SEND_TIMEOUT_MS, "5000");
        settings.put(WebhookBackend.TIMEOUT_MS, "4000");
        settings.put(WebhookBackend.URL, server.url());
        settings.put(WebhookBackend.ALLOW_PRIVATE, "true");
        return settings;
    }

    private Result run(Connection connection, LatencyServer server, DeliveryApp app, int limit)
            throws InterruptedException {
        double ideal = inFlight * 1_000.0 / latencyMs;
        long warmUp = Math.round(ideal * seconds / 2);
        long measured = Math.round(ideal * seconds);
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, connection.topicPrefix()).create(new TopicAdmin.Layout(PARTITIONS, (short) 1));
        }
        say(String.format(Locale.ROOT, "%,d actions", warmUp + measured));
        send(connection, 0, warmUp + measured);
        app.start();
        await(app, () -> app.tally().sent() >= warmUp);
        long began = System.nanoTime();
        long before = app.tally().sent();
        long processorBefore = processorNanos();
        await(app, () -> app.tally().sent() >= before + measured * 8 / 10);
        long sent = app.tally().sent() - before;
        double rate = sent / ((System.nanoTime() - began) / 1e9);
        double processorMicros = (processorNanos() - processorBefore) / 1e3 / sent;
        await(app, () -> app.tally().sent() >= warmUp + measured);
        say(String.format(
                Locale.ROOT, "%,.0f messages/s of %,.0f; now the server stalls for %d s", rate, ideal, stallSeconds));

        server.stall(true);
        long more = 3L * limit;
        send(connection, warmUp + measured, more);
        await(app, () -> app.tally().buffered() >= limit * 9 / 10);
        double heapBefore = heapMegabytes();
        long held = 0;
        for (int second = 0; second < stallSeconds; second++) {
            Thread.sleep(1_000);
            held = Math.max(held, app.tally().buffered());
        }
        double grown = heapMegabytes() - heapBefore;
        server.stall(false);
        long all = warmUp + measured + more;
        await(app, () -> app.tally().sent() >= all);
        return new Result(
                rate,
                ideal,
                processorMicros,
                grown,
                held,
                limit,
                all - server.messages(),
                app.tally().attempts() - all);
    }

    private void await(DeliveryApp app, BooleanSupplier reached) throws InterruptedException {
        while (!reached.getAsBoolean()) {
            if (app.failure().isPresent()) {
                throw new IllegalStateException("delivery failed", app.failure().get());
            }
            Thread.sleep(2);
        }
    }

    private static void send(Connection connection, long from, long count) {
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        try (Producer<byte[], byte[]> producer = connection.rawProducer("bench", Map.of())) {
            for (long i = from; i < from + count; i++) {
                String customer = "customer-" + i % CUSTOMERS;
                int step = (int) (i / CUSTOMERS) + 1;
                MessageAction action = new MessageAction(
                        customer + ":" + step,
                        customer,
                        step,
                        time,
                        8,
                        "email",
                        "small",
                        0.1,
                        "email/small",
                        null,
                        "dqn/1",
                        null);
                producer.send(connection.record(Topics.ACTIONS, customer, action, null));
            }
            producer.flush();
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static double heapMegabytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0;
    }

    private void say(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("bench: delivery: " + text);
        err.flush();
    }

    private void print(Result result) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            tree.put("messagesPerSecond", result.rate).put("idealPerSecond", result.ideal);
            tree.put("ratio", result.ratio()).put("needed", NEEDED);
            tree.put("processorMicrosPerMessage", result.processorMicros);
            tree.put("stallSeconds", stallSeconds).put("heapMegabytesGrown", result.grownMegabytes);
            tree.put("held", result.held).put("limit", result.limit);
            tree.put("lost", result.lost).put("attemptsRepeated", result.repeated);
            out.println(tree.toPrettyString());
        } else {
            out.printf(
                    Locale.ROOT,
                    """
                    delivery  %,8.0f messages/s   ideal %,.0f   ratio %.2f  (needed %.1f; %d in flight, %d ms)
                          %,8.0f microseconds of a processor for a message, of broker, delivery and server together
                    stall of %d s: heap %+.1f MiB, at most %,d messages held of %,d allowed, %,d lost, %,d attempts repeated
                    """,
                    result.rate,
                    result.ideal,
                    result.ratio(),
                    NEEDED,
                    inFlight,
                    latencyMs,
                    result.processorMicros,
                    stallSeconds,
                    result.grownMegabytes,
                    result.held,
                    result.limit,
                    result.lost,
                    result.repeated);
        }
        out.flush();
    }
}
