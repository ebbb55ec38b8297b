package io.leaven.enricher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.causal.model.CausalModelCodec;
import io.leaven.causal.model.ChannelWeights;
import io.leaven.causal.model.ModelNotes;
import io.leaven.causal.uplift.CateModel;
import io.leaven.enricher.reward.Outcome;
import io.leaven.enricher.reward.RewardFunction;
import io.leaven.enricher.reward.RewardPreset;
import io.leaven.enricher.reward.Treatment;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RebuildIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CUSTOMERS = 20;
    private static final int STEPS = 30;
    private static final Treatment LARGE_PUSH = new Treatment("push", "large", .25, .25);
    private static final Outcome PURCHASE = new Outcome(true, 6, Tier.NONE);
    private static final Topic<Transition> REBUILT = Topics.rebuiltReplay("2026-12");
    private static final ModelNotes NOTES = new ModelNotes(Instant.EPOCH, Map.of(), Map.of());

    @TempDir
    private Path folder;

    private Platform platform;
    private Connection connection;
    private Producer<byte[], byte[]> producer;
    private TopicProbe probe;

    @BeforeEach
    void open() {
        platform = Platform.start(PlatformSettings.ephemeral());
        connection =
                new Connection(ConnectionSettings.beside(EnricherSettings.DEFINITION, SettingsSource.of(settings())));
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, connection.topicPrefix()).create(new TopicAdmin.Layout(3, (short) 1));
        }
        producer = connection.rawProducer("test", Map.of());
        probe = new TopicProbe(connection);
    }

    @AfterEach
    void close() {
        producer.close();
        connection.close();
        platform.close();
    }

    @Test
    void aCopyOfReplayHasTheUpliftOfTheNewestModelsAndEverythingElseAsItWas() {
        List<Transition> log = log();
        CateModel uplift = UpliftModels.fit("uplift-2", StateFeature.TIER_GOLD);
        model(CausalModelCodec.UPLIFT_KEY, CausalModelCodec.encode(uplift, NOTES));
        model(
                CausalModelCodec.MEDIA_MIX_KEY,
                CausalModelCodec.encode(new ChannelWeights("media-mix-2", Map.of("push", 1.25)), Map.of(), NOTES));
        producer.send(new ProducerRecord<>(
                connection.name(Topics.REPLAY), "x".getBytes(StandardCharsets.UTF_8), new byte[] {9}));
        producer.send(new ProducerRecord<>(
                connection.name(Topics.CUSTOMER_PROFILES), "c0".getBytes(StandardCharsets.UTF_8), null));
        producer.flush();

        StringWriter out = new StringWriter();
        int code = command(new StopSignal(), out).execute(arguments("--once", "--json"));

        assertThat(code).isZero();
        int kept = (CUSTOMERS - 1) * STEPS;
        assertThat(out.toString())
                .contains("\"rebuilt\":" + kept, "\"erased\":" + STEPS, "\"deadLetters\":1", "\"left\":0")
                .contains("\"topic\":\"leaven.replay-2026-12\"", "\"upliftVersion\":\"uplift-2\"");
        assertThat(byCustomer(probe.all(REBUILT)))
                .as("every customer's steps, once and in order, but for what the uplift changed")
                .isEqualTo(byCustomer(log.stream()
                        .filter(transition -> !transition.getCustomerId().equals("c0"))
                        .map(transition -> expected(transition, uplift))
                        .toList()));
        assertThat(probe.all(Topics.DEAD_LETTERS))
                .extracting(DeadLetter::getSourceTopic)
                .containsExactly("leaven.replay");
        assertThat(probe.all(Topics.DECISION_REQUESTS))
                .as("nobody is asked to decide anything again")
                .isEmpty();
    }

    @Test
    void startedAgainItGoesOnWithWhatIsNewAndWritesNothingTwice() throws Exception {
        List<Transition> log = log();
        assertThat(command(new StopSignal(), new StringWriter()).execute(arguments("--once")))
                .isZero();
        assertThat(probe.count(REBUILT)).isEqualTo(log.size());
        StopSignal stop = new StopSignal();
        Thread follower = new Thread(() -> command(stop, new StringWriter()).execute(arguments()));
        follower.start();

        send(transition("new", 1));
        await().atMost(PATIENCE).until(() -> probe.count(REBUILT) > log.size());
        send(transition("new", 2));
        await().atMost(PATIENCE).until(() -> probe.count(REBUILT) > log.size() + 1);
        stop.raise();
        follower.join(PATIENCE.toMillis());

        assertThat(probe.all(REBUILT))
                .extracting(Transition::getTransitionId)
                .doesNotHaveDuplicates()
                .contains("new:1", "new:2")
                .hasSize(log.size() + 2);
    }

    @Test
    void whatCannotBeRebuiltIsSaidBeforeAnythingStarts() {
        StringWriter error = new StringWriter();

        assertThat(command(new StopSignal(), error).execute(with(options(), "--once")))
                .isEqualTo(2);
        assertThat(error.toString()).contains("--once needs --rebuild");
        assertThat(command(new StopSignal(), error).execute(with(options(), "--rebuild", "No 1")))
                .isEqualTo(2);
        assertThat(error.toString()).contains("'replay-No 1'");
    }

    /** tau is 4 where the customer is not gold, and 1.25 the weight of a push. */
    private static Transition expected(Transition transition, CateModel model) {
        double tau = model.cate(new double[] {0}, "large");
        assertThat(tau).isCloseTo(4, within(.2));
        Transition expected = Transition.newBuilder(transition).build();
        double uplift = transition.getChannel() == null ? 0 : tau * 1.25;
        expected.getReward().setUplift(uplift);
        expected.getReward().setTotal(transition.getReward().getTotal() + uplift);
        expected.getReward().setUpliftVersion("uplift-2");
        expected.getReward().setMediaMixVersion("media-mix-2");
        return expected;
    }

    private static Map<String, List<Transition>> byCustomer(List<Transition> transitions) {
        Map<String, List<Transition>> lives = new HashMap<>();
        for (Transition transition : transitions) {
            Transition rounded = Transition.newBuilder(transition).build();
            rounded.getReward().setTotal(Math.rint(transition.getReward().getTotal() * 1e9) / 1e9);
            lives.computeIfAbsent(transition.getCustomerId(), id -> new ArrayList<>())
                    .add(rounded);
        }
        return lives;
    }

    private List<Transition> log() {
        List<Transition> log = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            for (int customer = 0; customer < CUSTOMERS; customer++) {
                log.add(transition("c" + customer, step));
            }
        }
        log.forEach(this::send);
        producer.flush();
        return log;
    }

    /** A purchase, after a message in every second step, priced before there was a model. */
    private static Transition transition(String customer, int step) {
        Treatment treatment = step % 2 == 0 ? LARGE_PUSH : Treatment.NONE;
        CustomerState before = Customers.state(step - 1, Tier.NONE);
        RewardFunction rewards = new RewardFunction(RewardPreset.CAUSAL.weights());
        return Customers.transition(
                customer, before, treatment, PURCHASE, rewards.price(before, treatment, PURCHASE, UpliftSource.NONE));
    }

    private void send(Transition transition) {
        producer.send(connection.record(
                Topics.REPLAY,
                transition.getCustomerId(),
                transition,
                transition.getEventTime().toEpochMilli()));
    }

    private void model(String key, CausalModel model) {
        producer.send(connection.record(Topics.CAUSAL_MODELS, key, model, null));
    }

    private CommandLine command(StopSignal stop, StringWriter out) {
        return new CommandLine(new EnrichCommand(stop))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(out));
    }

    private String[] arguments(String... more) {
        return with(with(options(), "--rebuild", "2026-12"), more);
    }

    private Map<String, String> settings() {
        Map<String, String> values = new HashMap<>(platform.connectionSettings());
        values.put(EnricherSettings.STATE_DIR, folder.toString());
        return values;
    }

    private String[] options() {
        return settings().entrySet().stream()
                .flatMap(setting -> List.of("--set", setting.getKey() + "=" + setting.getValue()).stream())
                .toArray(String[]::new);
    }

    private static String[] with(String[] options, String... more) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
