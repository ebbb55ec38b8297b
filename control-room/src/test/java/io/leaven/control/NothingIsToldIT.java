package io.leaven.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.TopicScan;
import io.leaven.platform.EmbeddedBroker;
import io.leaven.platform.Ports;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.Gender;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.leaven.testkit.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every app in a process of its own, as talkative as can be, with secrets from every place they may come from, and with faults on
 * the way: neither a secret nor what is known of a customer is in anything that it says.
 */
@Timeout(300)
class NothingIsToldIT {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final List<String> WORKING = List.of("enrich", "train", "dispatch", "generate");
    private static final Instant TIME = Instant.parse("2026-03-01T08:00:00Z");

    private static final String SASL = "canary-of-the-login";
    private static final String STORE = "canary-of-the-keystore";
    private static final String REGISTRY = "canary-of-the-registry";
    private static final String WRONG = "canary-that-is-wrong";
    private static final String WEBHOOK = base64("canary of the webhook, long enough");
    private static final String RECEIPTS = base64("canary of the receipts, long enough");
    private static final String REGISTRY_USER = "leaven:" + REGISTRY;

    private static final String EMAIL = "canary.ann@bakery.example";
    private static final String PUSH = "canary-push-token";
    private static final String ZONE = "Canary/Zone";
    private static final String NAMED_ELSE = "canary-in-a-profile";
    private static final String BYTES = "canary-in-bytes";
    private static final int AGE = 1_946_152_831;
    private static final double DISTANCE = 46.152831946;
    private static final String TOKEN = "canary-of-a-link";

    private static final Canaries SAID = new Canaries(
            SASL,
            STORE,
            REGISTRY,
            WRONG,
            WEBHOOK,
            RECEIPTS,
            base64(REGISTRY_USER),
            base64("leaven:" + WRONG),
            EMAIL,
            PUSH,
            ZONE,
            NAMED_ELSE,
            BYTES,
            Integer.toString(AGE),
            Double.toString(DISTANCE),
            TOKEN);

    @TempDir
    private Path folder;

    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedBroker broker;
    private int securePort;
    private PasswordRegistry registry;
    private HttpServer inbox;
    private Connection connection;

    @BeforeEach
    void start() throws Exception {
        KeyPair.make(folder, "broker", STORE);
        KeyPair.make(folder, "app", STORE);
        securePort = Ports.forServers("localhost", 1).get(0);
        broker = EmbeddedBroker.start("localhost", 0, Files.createDirectory(folder.resolve("broker")), this::secure);
        registry = new PasswordRegistry(REGISTRY_USER);
        inbox = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        inbox.createContext("/", NothingIsToldIT::takeIn);
        inbox.start();
        connection = new Connection(new ConnectionSettings(SettingsSource.of(Map.of(
                "bootstrap.servers", broker.address(),
                "schema.registry.url", registry.url(),
                "basic.auth.user.info", REGISTRY_USER))));
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, connection.topicPrefix()).create(new TopicAdmin.Layout(1, (short) 1));
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "leaven", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), SASL)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        processes.values().forEach(Process::destroyForcibly);
        connection.close();
        inbox.stop(0);
        registry.close();
        broker.close();
    }

    @Test
    void neitherSecretsNorCustomersAreInWhatAppsSay() throws Exception {
        write(this::faults);
        startThoseThatWork();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(keys(Topics.CUSTOMER_EVENTS)).contains("sim-000000"));
        write(producer -> undecodable(producer, Topics.DECISIONS, "sim-000000"));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(lettersByApp())
                        .containsEntry("enricher", 8L)
                        .containsEntry("dispatcher", 6L)
                        .containsEntry("trainer", 3L)
                        .containsEntry("delivery", 6L)
                        .containsEntry("generator", 2L));
        String letters = letters().toString();
        Canaries.assertHeld(letters, EMAIL, NAMED_ELSE, BYTES, Integer.toString(AGE));
        askForReceipts();
        for (Map.Entry<String, Process> running : processes.entrySet()) {
            lookAtFromOutside(running.getKey(), running.getValue());
        }

        write(producer -> send(producer, Topics.ACTIONS, "gone", action("gone")));
        startThoseThatCannot();
        end();

        for (String name : processes.keySet()) {
            SAID.lookAt("stdout of " + name, Files.readString(folder.resolve(name + ".out")));
            SAID.lookAt("stderr of " + name, said(name));
        }
        SAID.lookAtFiles(folder.resolve("tmp"));
        SAID.assertNowhere();
        processes.forEach((name, process) ->
                assertThat(process.exitValue()).as(name).isIn(WORKING.contains(name) ? List.of(143) : List.of(1, 2)));

        assertThat(said("deliver")).contains("given up after 2 attempts: HTTP 500", "is tried again in", "HTTP 410");
        assertThat(said("enrich")).contains("DEBUG", "refused, EventRules");
        assertThat(said("dispatch")).contains("refused the request", "refused the profile");
        assertThat(said("train")).contains("refused topic", "is not finite");
        assertThat(said("generate")).contains("goes to dead letters");
        assertThat(said("enrich-wrong-login")).contains("refused to let us in", "\tat ");
        assertThat(said("train-wrong-registry")).contains("HTTP 401", "\tat ");
        assertThat(said("dispatch-wrong-keystore")).contains("password was incorrect", "\tat ");
        assertThat(said("deliver-broken-login")).contains("kafka.sasl.jaas.config cannot be read", "\tat ");
        assertThat(said("generate-password-in-url")).contains("basic.auth.user.info is for them", "\tat ");
    }

    /** Each gets its secrets another way. */
    private void startThoseThatWork() throws IOException {
        String jaas = jaas(SASL);
        start(
                "enrich",
                "json",
                byFiles(jaas, REGISTRY_USER),
                "enrich",
                "--config",
                config(
                        "enrich",
                        Map.of(
                                "enricher.state.dir",
                                folder.resolve("state").toString(),
                                "enricher.reward.opened",
                                "1")));
        start("train", "", byEnvironment(jaas, REGISTRY_USER), "train", "--config", config("train", Map.of()));
        Map<String, String> secrets = new HashMap<>(Map.of(
                "kafka.sasl.jaas.config", jaas,
                "kafka.ssl.keystore.password", STORE,
                "kafka.ssl.key.password", STORE,
                "basic.auth.user.info", REGISTRY_USER,
                "dispatcher.guardrails.file",
                        Files.writeString(folder.resolve("guardrails.yaml"), "quiet-hours: 21:30-08:00 hold\n")
                                .toString()));
        start("dispatch", "json", Map.of(), "dispatch", "--config", config("dispatch", secrets));
        Map<String, String> delivery = byFiles(jaas, REGISTRY_USER);
        delivery.put("LEAVEN_DELIVERY_RECEIPTS_SECRET", RECEIPTS);
        start(
                "deliver",
                "",
                delivery,
                "deliver",
                "--backend",
                "webhook",
                "--receipts-port",
                "0",
                "--config",
                config(
                        "deliver",
                        Map.of(
                                "delivery.webhook.url",
                                        "http://127.0.0.1:" + inbox.getAddress().getPort() + "/",
                                "delivery.webhook.allow.private", "true",
                                "delivery.webhook.secret.file", file("webhook", WEBHOOK),
                                "delivery.unsubscribe.url", "https://bakery.example/unsubscribe/",
                                "delivery.retry.pauses.ms", "20")));
        start(
                "generate",
                "",
                byEnvironment(jaas, REGISTRY_USER),
                "generate",
                "--mode",
                "loop",
                "--customers",
                "3",
                "--steps",
                "1000",
                "--customer-prefix",
                "sim",
                "--rate",
                "1",
                "--config",
                config("generate", Map.of("generator.decision.timeout.ms", "300000")));
    }

    private void startThoseThatCannot() throws IOException {
        start(
                "enrich-wrong-login",
                "",
                byFiles(jaas(WRONG), REGISTRY_USER),
                "enrich",
                "--stacktrace",
                "--config",
                config("enrich-wrong", Map.of()));
        start(
                "train-wrong-registry",
                "json",
                byEnvironment(jaas(SASL), "leaven:" + WRONG),
                "train",
                "--stacktrace",
                "--config",
                config("train-wrong", Map.of()));
        start(
                "dispatch-wrong-keystore",
                "",
                Map.of(),
                "dispatch",
                "--stacktrace",
                "--config",
                config(
                        "dispatch-wrong",
                        Map.of(
                                "kafka.sasl.jaas.config", jaas(SASL),
                                "kafka.ssl.keystore.password", WRONG,
                                "basic.auth.user.info", REGISTRY_USER)));
        start(
                "deliver-broken-login",
                "json",
                byEnvironment(jaas(SASL).replace("password=\"", "password=x "), REGISTRY_USER),
                "deliver",
                "--stacktrace",
                "--config",
                config("deliver-wrong", Map.of()));
        Map<String, String> inUrl = byEnvironment(jaas(SASL), REGISTRY_USER);
        inUrl.remove("LEAVEN_BASIC_AUTH_USER_INFO");
        inUrl.put("LEAVEN_SCHEMA_REGISTRY_URL", registry.url().replace("//", "//leaven:" + WRONG + "@"));
        start(
                "generate-password-in-url",
                "",
                inUrl,
                "generate",
                "--stacktrace",
                "--config",
                config("generate-wrong", Map.of()));
    }

    /** Bad records for every app, and good ones that carry what nobody may read. */
    private void faults(Producer<byte[], byte[]> producer) {
        CustomerAttributes young = new CustomerAttributes(40, Gender.FEMALE, DISTANCE);
        CustomerAttributes old = new CustomerAttributes(AGE, Gender.FEMALE, DISTANCE);
        send(producer, Topics.CUSTOMER_EVENTS, "ann", event("ann", young));
        send(producer, Topics.CUSTOMER_EVENTS, "bad", event("bad", old));
        send(producer, Topics.CUSTOMER_EVENTS, "other", event(NAMED_ELSE, young));
        undecodable(producer, Topics.CUSTOMER_EVENTS, "bytes");
        undecodable(producer, Topics.DELIVERY_RECEIPTS, "bytes");
        send(producer, Topics.DECISION_REQUESTS, "bad", request("bad", old));
        undecodable(producer, Topics.DECISION_REQUESTS, "bytes");
        send(producer, Topics.REPLAY, "nan", transition("nan", young));
        undecodable(producer, Topics.REPLAY, "bytes");
        for (String customer : List.of("ann", "echo", "gone", "fine")) {
            send(producer, Topics.CUSTOMER_PROFILES, customer, profile(customer));
        }
        send(producer, Topics.CUSTOMER_PROFILES, "other", profile(NAMED_ELSE));
        undecodable(producer, Topics.CUSTOMER_PROFILES, "bytes");
        send(producer, Topics.ACTIONS, "fine", action("fine"));
        send(producer, Topics.ACTIONS, "echo", action("echo"));
        undecodable(producer, Topics.ACTIONS, "bytes");
    }

    private void undecodable(Producer<byte[], byte[]> producer, Topic<?> topic, String key) {
        byte[] text = BYTES.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        framed.writeBytes(new byte[] {0, 0, 0, 0, 1});
        framed.writeBytes(text);
        for (byte[] value : List.of(text, framed.toByteArray())) {
            producer.send(new ProducerRecord<>(connection.name(topic), key.getBytes(StandardCharsets.UTF_8), value));
        }
    }

    private static CustomerEvent event(String customer, CustomerAttributes attributes) {
        return CustomerEvent.newBuilder()
                .setCustomerId(customer)
                .setStep(0)
                .setEventTime(TIME)
                .setAttributes(attributes)
                .setTier(Tier.NONE)
                .build();
    }

    private static CustomerState state(CustomerAttributes attributes) {
        return CustomerState.newBuilder()
                .setAttributes(attributes)
                .setTier(Tier.NONE)
                .setStep(0)
                .build();
    }

    private static DecisionRequest request(String customer, CustomerAttributes attributes) {
        return DecisionRequest.newBuilder()
                .setDecisionId(customer + ":1")
                .setCustomerId(customer)
                .setStep(1)
                .setRequestedAt(TIME)
                .setState(state(attributes))
                .setTimeZone(ZONE)
                .build();
    }

    private static Transition transition(String customer, CustomerAttributes attributes) {
        return Transition.newBuilder()
                .setTransitionId(customer + ":1")
                .setCustomerId(customer)
                .setStep(1)
                .setEventTime(TIME)
                .setState(state(attributes))
                .setAction(0)
                .setReward(RewardLedger.newBuilder()
                        .setTotal(Double.NaN)
                        .setRewardVersion("v")
                        .build())
                .setPurchased(false)
                .setNextState(state(attributes))
                .setTerminal(false)
                .setGroup(DecisionGroup.AGENT)
                .build();
    }

    private static CustomerProfile profile(String customer) {
        return CustomerProfile.newBuilder()
                .setCustomerId(customer)
                .setTimeZone(ZONE)
                .setAddresses(Map.of("email", EMAIL, "push", PUSH))
                .setUpdatedAt(TIME)
                .build();
    }

    private static MessageAction action(String customer) {
        return MessageAction.newBuilder()
                .setActionId(customer + ":1")
                .setCustomerId(customer)
                .setStep(1)
                .setRequestedAt(TIME)
                .setAction(7)
                .setChannel("email")
                .setPromotion("ad")
                .setTemplateKey("email/ad")
                .build();
    }

    /** The other end of the webhook: takes one, and repeats the address of those that it does not take. */
    private static void takeIn(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status = body.contains("\"echo\"") ? 500 : body.contains("\"gone\"") ? 410 : 204;
            Matcher address = Pattern.compile("\"address\" *: *\"([^\"]*)\"").matcher(body);
            byte[] answer = ("no box of the name " + (address.find() ? address.group(1) : "") + " "
                            + exchange.getRequestHeaders().getFirst("webhook-signature"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 204 ? -1 : answer.length);
            if (status != 204) {
                exchange.getResponseBody().write(answer);
            }
        }
    }

    private void askForReceipts() throws Exception {
        String url = "http://127.0.0.1:" + port("deliver", "receipts are taken in at [^ ]*:(\\d+)");
        for (String path : List.of("/receipts", "/unsubscribe/" + TOKEN)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                    .header("webhook-id", BYTES)
                    .header("webhook-timestamp", "1")
                    .header("webhook-signature", "v1," + WEBHOOK)
                    .POST(BodyPublishers.ofString("{\"actionId\": \"" + BYTES + "\"}"))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isIn(401, 404);
        }
    }

    private void lookAtFromOutside(String name, Process process) throws Exception {
        if (!process.isAlive()) {
            return;
        }
        String url = "http://127.0.0.1:" + port(name, "metrics at http://[^ ]*:(\\d+)");
        for (String path : List.of("/health", "/ready", "/metrics")) {
            String body = http.send(
                            HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString())
                    .body();
            SAID.lookAt(path + " of " + name, body);
        }
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        if (Files.exists(commandLine)) {
            String arguments = Files.readString(commandLine, StandardCharsets.ISO_8859_1);
            Canaries.assertHeld(arguments, "--config");
            SAID.lookAt("command line of " + name, arguments);
        }
    }

    private String port(String name, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(said(name));
        assertThat(matcher.find()).as(said(name)).isTrue();
        return matcher.group(1);
    }

    /** Delivery has ended by itself, those that could not start have, too; the others end by a signal. */
    private void end() throws InterruptedException {
        for (Map.Entry<String, Process> each : processes.entrySet()) {
            if (WORKING.contains(each.getKey())) {
                each.getValue().destroy();
            }
            assertThat(each.getValue().waitFor(60, TimeUnit.SECONDS))
                    .as(each.getKey())
                    .isTrue();
        }
    }

    private Map<String, Long> lettersByApp() {
        Map<String, Long> counts = new HashMap<>();
        letters().forEach(letter -> counts.merge(letter.getApp(), 1L, Long::sum));
        return counts;
    }

    private List<DeadLetter> letters() {
        List<DeadLetter> letters = new ArrayList<>();
        scan(
                Topics.DEAD_LETTERS,
                record -> letters.add(connection
                        .serdes()
                        .deserializer(DeadLetter.class)
                        .deserialize(record.topic(), record.value())));
        return letters;
    }

    private List<String> keys(Topic<?> topic) {
        List<String> keys = new ArrayList<>();
        scan(topic, record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
        return keys;
    }

    private void scan(Topic<?> topic, TopicScan.RecordHandler handler) {
        try (Consumer<byte[], byte[]> reader = connection.rawReader("test")) {
            TopicScan.scan(reader, connection.name(topic), handler, done -> {});
        }
    }

    private interface Records {
        void to(Producer<byte[], byte[]> producer);
    }

    private void write(Records records) {
        try (Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            records.to(producer);
            producer.flush();
        }
    }

    private <V extends SpecificRecord> void send(
            Producer<byte[], byte[]> producer, Topic<V> topic, String key, V value) {
        producer.send(connection.record(topic, key, value, null));
    }

    private void start(String name, String format, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-Djava.io.tmpdir="
                        + Files.createDirectories(folder.resolve("tmp").resolve(name)),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Leaven.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("LEAVEN_"));
        builder.environment().put("LEAVEN_LOG_LEVEL", "debug");
        builder.environment().put("LEAVEN_LOG_FORMAT", format);
        builder.environment().putAll(environment);
        processes.put(name, builder.start());
    }

    private String said(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".err"));
    }

    /** What is no secret, and more. */
    private String config(String name, Map<String, String> more) throws IOException {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "bootstrap.servers", "localhost:" + securePort,
                "schema.registry.url", registry.url(),
                "operations.port", "0",
                "connect.timeout.ms", "60000",
                "kafka.security.protocol", "SASL_SSL",
                "kafka.sasl.mechanism", "SCRAM-SHA-512",
                "kafka.ssl.truststore.type", "PEM",
                "kafka.ssl.truststore.location", folder.resolve("broker.pem").toString(),
                "kafka.ssl.keystore.type", "PKCS12",
                "kafka.ssl.keystore.location", folder.resolve("app.p12").toString()));
        properties.putAll(more);
        Path file = folder.resolve(name + ".properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file.toString();
    }

    private static Map<String, String> byEnvironment(String jaas, String user) {
        return new HashMap<>(Map.of(
                "LEAVEN_KAFKA_SASL_JAAS_CONFIG", jaas,
                "LEAVEN_KAFKA_SSL_KEYSTORE_PASSWORD", STORE,
                "LEAVEN_KAFKA_SSL_KEY_PASSWORD", STORE,
                "LEAVEN_BASIC_AUTH_USER_INFO", user));
    }

    private Map<String, String> byFiles(String jaas, String user) throws IOException {
        return new HashMap<>(Map.of(
                "LEAVEN_KAFKA_SASL_JAAS_CONFIG_FILE", file("jaas" + jaas.hashCode(), jaas),
                "LEAVEN_KAFKA_SSL_KEYSTORE_PASSWORD_FILE", file("store", STORE),
                "LEAVEN_KAFKA_SSL_KEY_PASSWORD_FILE", file("store", STORE),
                "LEAVEN_BASIC_AUTH_USER_INFO_FILE", file("user" + user.hashCode(), user)));
    }

    private String file(String name, String secret) throws IOException {
        return Files.writeString(folder.resolve(name + ".secret"), secret + "\n")
                .toString();
    }

    private static String jaas(String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"leaven\" password=\""
                + password + "\";";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As SecureBrokerIT of the platform has it, without rights. */
    private void secure(Properties properties) {
        String listener = "SECURE://localhost:" + securePort;
        properties.merge("listeners", "," + listener, (all, more) -> "" + all + more);
        properties.merge("advertised.listeners", "," + listener, (all, more) -> "" + all + more);
        properties.merge("listener.security.protocol.map", ",SECURE:SASL_SSL", (all, more) -> "" + all + more);
        properties.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        properties.put(
                "listener.name.secure.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        properties.put("listener.name.secure.ssl.client.auth", "required");
        properties.put("listener.name.secure.ssl.keystore.type", "PKCS12");
        properties.put(
                "listener.name.secure.ssl.keystore.location",
                folder.resolve("broker.p12").toString());
        properties.put("listener.name.secure.ssl.keystore.password", STORE);
        properties.put("listener.name.secure.ssl.key.password", STORE);
        properties.put("listener.name.secure.ssl.truststore.type", "PEM");
        properties.put(
                "listener.name.secure.ssl.truststore.location",
                folder.resolve("app.pem").toString());
    }
}
