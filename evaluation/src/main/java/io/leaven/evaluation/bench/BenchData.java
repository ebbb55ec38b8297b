package io.leaven.evaluation.bench;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.snapshot.Provenance;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.agent.state.StateEncoder;
import io.leaven.app.Connection;
import io.leaven.app.Progress;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.stream.LogStream;
import io.leaven.generator.stream.LoggingPolicy;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.topic.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the benchmarks work on, written before they start. */
final class BenchData {

    private static final String AGENT = "bench";

    private final Connection connection;
    private final ActionCatalogue catalogue = ActionCatalogue.standard();

    BenchData(Connection connection) {
        this.connection = connection;
    }

    /**
     * Writes a log of events and decisions. Every event asks for the next decision as well, so that the enricher has its
     * full work: two records in, two records out.
     */
    void writeLog(CustomerPlan plan) {
        LogStream log = new LogStream(
                plan, LoggingPolicy.named(LoggingPolicy.RANDOM, catalogue, plan.seed()), Clock.systemUTC());
        long events = 0;
        try (Producer<byte[], byte[]> producer = connection.rawProducer("bench-log", Map.of());
                Progress progress = Progress.start("bench: log", plan.customers() * (plan.steps() + 1L))) {
            while (log.hasNext()) {
                LogStream.Entry entry = log.next();
                CustomerEvent event = entry.event();
                if (event.getNext() == NextStep.DECIDED_ELSEWHERE) {
                    event.setNext(NextStep.DECIDE);
                }
                long time = event.getEventTime().toEpochMilli();
                entry.decision()
                        .ifPresent(decision -> producer.send(
                                connection.record(Topics.DECISIONS, decision.getCustomerId(), decision, time)));
                producer.send(connection.record(Topics.CUSTOMER_EVENTS, event.getCustomerId(), event, time));
                progress.to(++events);
            }
            producer.flush();
        }
    }

    /** Writes decision requests of random customers. */
    void writeRequests(long count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        write("requests", count, i -> {
            String customer = "request" + seed + "-" + i;
            CustomerState state = CustomerState.newBuilder()
                    .setAttributes(RandomCustomers.attributes(random))
                    .setTier(RandomCustomers.tier(random))
                    .setStep(random.nextInt(50))
                    .build();
            DecisionRequest request = DecisionRequest.newBuilder()
                    .setDecisionId(customer + ":" + (state.getStep() + 1))
                    .setCustomerId(customer)
                    .setStep(state.getStep() + 1)
                    .setRequestedAt(Instant.ofEpochMilli(System.currentTimeMillis()))
                    .setState(state)
                    .build();
            return connection.record(Topics.DECISION_REQUESTS, customer, request, null);
        });
    }

    /** Writes enrolments of random customers, as fast as they go. */
    void writeEnrolments(long count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        write("enrolments", count, i -> {
            CustomerEvent event = RandomCustomers.enrolment("burst" + seed + "-" + i, random);
            return connection.record(Topics.CUSTOMER_EVENTS, event.getCustomerId(), event, null);
        });
    }

    private void write(String what, long count, LongFunction<ProducerRecord<byte[], byte[]>> record) {
        try (Producer<byte[], byte[]> producer = connection.rawProducer("bench-" + what, Map.of());
                Progress progress = Progress.start("bench: " + what, count)) {
            for (long i = 0; i < count; i++) {
                producer.send(record.apply(i));
                progress.to(i + 1);
            }
            producer.flush();
        }
    }

    /** Publishes an agent of the paper's shape with random weights, so that the dispatcher has a network to ask. */
    void publishAgent(long seed) {
        NetworkSpec spec = NetworkSpec.of(StateEncoder.paper().width(), 24, 24, catalogue.size());
        Snapshot snapshot = new Snapshot(
                AGENT,
                1,
                Instant.now(),
                "random-weights",
                spec,
                StateEncoder.paper(),
                catalogue.hash(),
                FlatParameters.initial(spec, FlatParameters.Start.UNIFORM, seed),
                .5,
                new Provenance(seed, 0, 0, Map.of(), Map.of()),
                Map.of());
        try (Producer<byte[], byte[]> producer = connection.rawProducer("bench-agent", Map.of())) {
            producer.send(connection.record(
                    Topics.AGENT_SNAPSHOTS, SnapshotCodec.key(AGENT, 1), new SnapshotCodec().encode(snapshot), null));
            producer.flush();
        }
    }
}
