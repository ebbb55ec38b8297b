package io.leaven.dispatcher.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.StopSignal;
import io.leaven.dispatcher.RandomRequests;
import io.leaven.dispatcher.TestConnection;
import io.leaven.dispatcher.decision.FakeProducer.Fault;
import io.leaven.dispatcher.group.GroupAssignment;
import io.leaven.dispatcher.group.GroupShares;
import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.history.LedgerPlan;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import io.leaven.dispatcher.guardrail.history.Share;
import io.leaven.dispatcher.guardrail.rules.Cap;
import io.leaven.dispatcher.guardrail.rules.GuardrailFile;
import io.leaven.dispatcher.guardrail.rules.GuardrailRules;
import io.leaven.dispatcher.guardrail.rules.QuietHours;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MaskedAction;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random rules, requests, faults of transactions and restarts; then every guarantee is looked for in what was committed, by
 * counting, without the classes that are to hold it.
 */
class GuardrailPropertiesTest {

    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();
    private static final int PARTITIONS = 3;
    private static final int REQUESTS = 400;
    private static final int ROUNDS = 60;
    private static final Instant START = Instant.parse("2026-03-27T00:00:00Z");
    private static final List<String> ZONES =
            List.of("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe");

    private final Connection connection = TestConnection.open();

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void everyRuleIsKeptWhateverFails() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Map<String, Integer> reasons = new HashMap<>();
        int messages = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = rules(random);
            Run run = new Run(text, random);
            run.go();
            run.check();
            messages += run.messages.size();
            run.decisions.forEach(decision ->
                    decision.getMasked().forEach(masked -> reasons.merge(masked.getReason(), 1, Integer::sum)));
        }
        assertThat(messages).as("messages over all rounds").isGreaterThan(500);
        assertThat(reasons.keySet())
                .as("every rule had something to do")
                .contains(
                        "frequency-cap",
                        "minimum-gap",
                        "quiet-hours",
                        "expired",
                        "discount-budget",
                        "send-rate",
                        "do-not-disturb",
                        "consent",
                        "unreachable",
                        "holdout");
    }

    private static String rules(Random random) {
        List<String> lines = new ArrayList<>();
        maybe(random, lines, "time-zone: Europe/Berlin");
        maybe(random, lines, "quiet-hours: " + quiet(random));
        maybe(random, lines, "expire-after: " + (2 + random.nextInt(20)) + "h");
        maybe(random, lines, "cap: [" + random.nextInt(4) + " per 1d, " + (1 + random.nextInt(6)) + " per 7d]");
        maybe(random, lines, "minimum-gap: " + (1 + random.nextInt(20)) + "h");
        maybe(random, lines, "do-not-disturb: true");
        maybe(
                random,
                lines,
                "discount-budget: {dollars: " + (20 + random.nextInt(200)) + " per " + (1 + random.nextInt(48))
                        + "h, ticket: 20, price-step: " + (random.nextBoolean() ? 0 : 1) + "}");
        maybe(random, lines, "send-rate: " + (3 + random.nextInt(20)) + " per " + (1 + random.nextInt(90)) + "m");
        lines.add("channels:");
        for (String channel : CATALOGUE.channels()) {
            lines.add("  " + channel + ":");
            lines.add("    send: true");
            maybe(random, lines, "    cap: " + random.nextInt(3) + " per " + (1 + random.nextInt(30)) + "h");
            maybe(random, lines, "    consent: opt-in");
            maybe(random, lines, "    quiet-hours: " + quiet(random));
        }
        return String.join("\n", lines);
    }

    private static void maybe(Random random, List<String> lines, String line) {
        if (random.nextInt(3) == 0) {
            lines.add(line);
        }
    }

    private static String quiet(Random random) {
        return String.format(
                "%02d:%02d-%02d:%02d %s",
                random.nextInt(24),
                random.nextInt(30),
                random.nextInt(24),
                30 + random.nextInt(30),
                random.nextBoolean() ? "hold" : "drop");
    }

    /** One life of a dispatcher that fails and starts again. */
    private final class Run {

        private final GuardrailRules rules;
        private final Guardrails guardrails;
        private final Random random;
        private final String text;
        private final FakeBroker broker = new FakeBroker();
        private final AtomicLong clock = new AtomicLong(START.toEpochMilli());
        private final Map<String, DecisionRequest> requests = new HashMap<>();
        private List<Decision> decisions;
        private List<Sent> messages;

        private Run(String text, Random random) {
            this.text = text;
            this.random = random;
            this.rules = GuardrailFile.parse(text, "rules.yaml", CATALOGUE.channels());
            this.guardrails = new Guardrails(CATALOGUE, rules, Duration.ZERO);
            fill();
        }

        /** Few customers with many steps each, so that one batch holds several requests of a customer. */
        private void fill() {
            RandomRequests source = new RandomRequests(random.nextLong());
            Map<String, Integer> steps = new HashMap<>();
            for (int i = 0; i < REQUESTS; i++) {
                int number = random.nextInt(25);
                String customer = "c-" + number;
                DecisionRequest request = random.nextInt(3) == 0 ? source.one(customer) : source.open(customer);
                int step = steps.merge(customer, 1, Integer::sum);
                request.setStep(step);
                request.getState().setStep(step - 1);
                request.setDecisionId(customer + ":" + step);
                request.setTimeZone(random.nextInt(3) == 0 ? null : ZONES.get(number % ZONES.size()));
                request.setReachable(random.nextInt(5) > 0 ? null : List.of("push", "email"));
                request.setUpliftUpper(random.nextInt(5) > 0 ? null : Map.of("small", -1.0, "large", 1.0));
                requests.put(request.getDecisionId(), request);
                byte[] value = connection
                        .record(Topics.DECISION_REQUESTS, customer, request, null)
                        .value();
                broker.add(partition(number % PARTITIONS), customer.getBytes(StandardCharsets.UTF_8), value);
            }
        }

        private void go() {
            while (!broker.isDone()) {
                live();
            }
            decisions = values(Topics.DECISIONS);
            messages = broker.committed.stream()
                    .filter(record -> record.topic().equals(connection.name(Topics.ACTIONS)))
                    .map(record -> new Sent(message(record), record.timestamp()))
                    .toList();
        }

        /** From a start to an end in the middle of the work. */
        private void live() {
            FakeConsumer consumer = new FakeConsumer(broker, 1 + random.nextInt(20));
            List<FakeProducer> producers = new ArrayList<>();
            StopSignal stop = new StopSignal();
            int polls = 1 + random.nextInt(12);
            try (DecisionLoop loop = loop(consumer, producers)) {
                consumer.schedulePollTask(() -> {
                    consumer.takeAll();
                    consumer.schedulePollTask(() -> disturb(consumer, producers, stop, polls));
                });
                loop.run(stop);
            }
        }

        private void disturb(FakeConsumer consumer, List<FakeProducer> producers, StopSignal stop, int left) {
            clock.addAndGet(Duration.ofMinutes(random.nextInt(300)).toMillis());
            if (broker.isDone() || left == 0) {
                stop.raise();
            }
            Fault[] faults = Fault.values();
            Fault fault = random.nextInt(3) > 0 ? null : faults[random.nextInt(faults.length)];
            producers.forEach(producer -> producer.failNext(fault));
            consumer.schedulePollTask(() -> disturb(consumer, producers, stop, left - 1));
        }

        private DecisionLoop loop(FakeConsumer consumer, List<FakeProducer> producers) {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            return new DecisionLoop(
                    connection,
                    consumer,
                    turn -> {
                        FakeProducer producer = new FakeProducer(broker);
                        producers.add(producer);
                        return producer;
                    },
                    new Decider(
                            CATALOGUE,
                            new GroupAssignment("leaven", new GroupShares(.2, .3)),
                            Guardrails.none(CATALOGUE),
                            BeforeFirstSnapshot.RANDOM,
                            1),
                    Seats.empty(),
                    new Surroundings(
                            () -> guardrails,
                            this::ledger,
                            DecisionTime.wall(() -> Instant.ofEpochMilli(clock.get())),
                            customer -> null),
                    new DeadLetters(connection, "dispatcher", Clock.systemUTC()),
                    new Retries(20, Duration.ZERO),
                    new Tally(),
                    new LoopMeters(
                            DistributionSummary.builder("batch").register(registry),
                            Timer.builder("decide").register(registry),
                            Timer.builder("commit").register(registry)));
        }

        /** What the topic of actions tells of one partition. */
        private SendLedger ledger(TopicPartition partition, Guardrails any) {
            if (guardrails.ledgerPlan().equals(LedgerPlan.NOTHING)) {
                return new SendLedger(LedgerPlan.NOTHING, Share.WHOLE);
            }
            SendLedger ledger = new SendLedger(guardrails.ledgerPlan(), new Share(partition.partition(), PARTITIONS));
            for (ProducerRecord<byte[], byte[]> record : broker.committed) {
                if (record.topic().equals(connection.name(Topics.ACTIONS))
                        && record.partition() == partition.partition()) {
                    Sent sent = new Sent(message(record), record.timestamp());
                    ledger.remember(
                            sent.message.getCustomerId(),
                            sent.message.getChannel(),
                            sent.decided,
                            sent.at(),
                            guardrails.charge(sent.message.getDiscount()));
                }
            }
            OffsetAndMetadata position = broker.positions.get(partition);
            if (position != null) {
                ledger.resumePrice(position.metadata());
            }
            return ledger;
        }

        private void check() {
            assertThat(decisions)
                    .extracting(Decision::getDecisionId)
                    .containsExactlyInAnyOrderElementsOf(requests.keySet());
            decisions.forEach(this::checkProbabilities);
            Map<String, List<Sent>> byCustomer =
                    messages.stream().collect(Collectors.groupingBy(sent -> sent.message.getCustomerId()));
            byCustomer.values().forEach(this::checkCustomer);
            messages.forEach(this::checkTime);
            rules.sendRate().ifPresent(rate -> checkMost(messages, rate, "send rate"));
            rules.discountBudget()
                    .ifPresent(budget -> messages.forEach(first -> assertThat(messages.stream()
                                    .filter(sent -> near(first, sent, budget.window()))
                                    .mapToDouble(sent -> sent.message.getDiscount()
                                            / (1 - sent.message.getDiscount())
                                            * budget.ticket())
                                    .sum())
                            .as("dollars in a window; rules %s", text)
                            .isLessThanOrEqualTo(budget.dollars() + 1e-9)));
        }

        private void checkProbabilities(Decision decision) {
            List<Integer> masked =
                    decision.getMasked().stream().map(MaskedAction::getAction).toList();
            double sum = 0;
            for (int action = 0; action < 10; action++) {
                double probability = decision.getProbabilities().get(action);
                sum += probability;
                if (masked.contains(action)) {
                    assertThat(probability).isZero();
                } else {
                    assertThat(probability).isGreaterThanOrEqualTo(0);
                }
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
            assertThat(masked).doesNotContain(0, decision.getAction());
            assertThat(decision.getPropensity())
                    .isPositive()
                    .isEqualTo(decision.getProbabilities().get(decision.getAction()));
            assertThat(decision.getGuardrails()).isEqualTo(rules.version().orElseThrow());
            if (decision.getGroup() == DecisionGroup.HOLDOUT) {
                assertThat(decision.getAction()).isZero();
                assertThat(masked).hasSize(9);
            }
        }

        private void checkCustomer(List<Sent> sent) {
            rules.caps().forEach(cap -> checkMost(sent, cap, "cap over all"));
            rules.minimumGap().ifPresent(gap -> checkMost(sent, new Cap(1, gap), "gap"));
            for (String channel : CATALOGUE.channels()) {
                List<Sent> own = sent.stream()
                        .filter(each -> each.message.getChannel().equals(channel))
                        .toList();
                rules.channel(channel).caps().forEach(cap -> checkMost(own, cap, "cap of " + channel));
            }
        }

        /** Every window that begins with a message holds at most so many. */
        private void checkMost(List<Sent> sent, Cap cap, String what) {
            sent.forEach(first -> assertThat(sent.stream().filter(each -> near(first, each, cap.window())))
                    .as("%s %s; rules %s", what, cap, text)
                    .hasSizeLessThanOrEqualTo(cap.most()));
            assertThat(cap.most() == 0 && !sent.isEmpty()).as(what + " never").isFalse();
        }

        private boolean near(Sent first, Sent other, Duration window) {
            return other.at() >= first.at() && other.at() < first.at() + window.toMillis();
        }

        /** Neither the first moment at which it may go out nor the last is quiet, nor any between them. */
        private void checkTime(Sent sent) {
            DecisionRequest request = requests.get(sent.message.getActionId());
            ZoneId zone = request.getTimeZone() == null ? rules.zone() : ZoneId.of(request.getTimeZone());
            Optional<QuietHours> quiet =
                    rules.channel(sent.message.getChannel()).quietHours();
            if (quiet.isPresent()) {
                long end = sent.message.getExpiresAt().toEpochMilli();
                assertThat(end).isGreaterThan(sent.at());
                for (long at = sent.at(); at < end; at += 60_000) {
                    assertThat(quiet.get().covers(Instant.ofEpochMilli(at), zone))
                            .as("quiet hours; rules %s", text)
                            .isFalse();
                }
                assertThat(quiet.get().hold() || sent.at() == sent.decided).isTrue();
            }
        }

        private <V extends SpecificRecord> List<V> values(Topic<V> topic) {
            Deserializer<V> deserializer = connection.serdes().deserializer(topic.valueType());
            return sent(topic)
                    .map(record -> deserializer.deserialize(record.topic(), record.value()))
                    .toList();
        }

        private Stream<ProducerRecord<byte[], byte[]>> sent(Topic<?> topic) {
            return broker.committed.stream().filter(record -> record.topic().equals(connection.name(topic)));
        }
    }

    /** A message and when it was decided. */
    private record Sent(MessageAction message, long decided) {
        long at() {
            return message.getNotBefore() == null
                    ? decided
                    : message.getNotBefore().toEpochMilli();
        }
    }

    private MessageAction message(ProducerRecord<byte[], byte[]> record) {
        return connection.serdes().deserializer(MessageAction.class).deserialize(record.topic(), record.value());
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(connection.name(Topics.DECISION_REQUESTS), number);
    }
}
