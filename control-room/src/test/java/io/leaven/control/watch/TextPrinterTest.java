package io.leaven.control.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.generator.recording.RecordedRecord;
import io.leaven.generator.recording.RecordedValue;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.ChannelWeight;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.Gender;
import io.leaven.schemas.MaskedAction;
import io.leaven.schemas.MediaMixModel;
import io.leaven.schemas.MediaSpend;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.SnapshotOrderKind;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.UpliftArm;
import io.leaven.schemas.UpliftModel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** The lines as a person reads them. */
class TextPrinterTest {

    private static final Instant TIME = Instant.parse("2026-11-23T10:15:00Z");
    private static final CustomerAttributes ATTRIBUTES = new CustomerAttributes(38, Gender.FEMALE, 4.2);

    private final TextPrinter printer = new TextPrinter(Palette.PLAIN);

    @Test
    void customerEvents() {
        CustomerEvent.Builder event = CustomerEvent.newBuilder()
                .setCustomerId("c1")
                .setStep(0)
                .setEventTime(TIME)
                .setAttributes(ATTRIBUTES)
                .setTier(Tier.GOLD);
        assertLine(event.build(), "step 0   gold    enrolled: 38, female, 4.2 miles");
        assertLine(event.setStep(12).setPurchased(true).setTicket(7.421).build(), "step 12  gold    bought for $7.42");
        assertLine(
                event.setPurchased(false).setTicket(0).setNext(NextStep.END).build(),
                "step 12  gold    no purchase  end");
    }

    @Test
    void decisionRequests() {
        DecisionRequest request = DecisionRequest.newBuilder()
                .setDecisionId("c1:13")
                .setCustomerId("c1")
                .setStep(13)
                .setRequestedAt(TIME)
                .setState(
                        state(Tier.NONE).setMessages(1).setStepsSinceMessage(2).build())
                .build();

        assertLine(request, "step 13  none    38, female, 4.2 miles, 1 message (last 2 steps ago), 0 purchases");
    }

    @Test
    void decisions() {
        Decision.Builder decision = Decision.newBuilder()
                .setDecisionId("c1:13")
                .setCustomerId("c1")
                .setStep(13)
                .setRequestedAt(TIME)
                .setAction(1)
                .setChannel("push")
                .setPromotion("large")
                .setPropensity(.91)
                .setProbabilities(List.of(.09, .91))
                .setQValues(List.of(1f, 7.314f))
                .setGroup(DecisionGroup.AGENT)
                .setPolicy("epsilon-greedy(0.01)")
                .setSnapshot("agent/12")
                .setMasked(List.of(new MaskedAction(2, "consent")))
                .setCatalogueHash("h");
        assertLine(
                decision.build(),
                "step 13  push/large    probability 0.910  Q 7.31  by epsilon-greedy(0.01), agent/12, group agent  masked 1");
        assertLine(
                decision.setChannel(null)
                        .setPromotion(null)
                        .setAction(0)
                        .setPropensity(.1)
                        .setQValues(null)
                        .setSnapshot(null)
                        .setMasked(List.of())
                        .setPolicy("uniform-random")
                        .setGroup(DecisionGroup.LOGGED)
                        .build(),
                "step 13  no message    probability 0.100  by uniform-random, group logged");
    }

    @Test
    void actions() {
        MessageAction action = MessageAction.newBuilder()
                .setActionId("c1:13")
                .setCustomerId("c1")
                .setStep(13)
                .setRequestedAt(TIME)
                .setAction(3)
                .setChannel("push")
                .setPromotion("large")
                .setDiscount(.25)
                .setTemplateKey("push/large")
                .setSnapshot("agent/12")
                .build();

        assertLine(action, "step 13  push/large    25% off  id c1:13, template push/large, agent/12");
    }

    @Test
    void transitions() {
        RewardLedger ledger = RewardLedger.newBuilder()
                .setTicket(5.75)
                .setUplift(.85)
                .setTierUp(15)
                .setMessageCost(-.25)
                .setTotal(21.35)
                .setRewardVersion("v")
                .build();
        Transition transition = Transition.newBuilder()
                .setTransitionId("c1:13")
                .setCustomerId("c1")
                .setStep(13)
                .setEventTime(TIME)
                .setState(state(Tier.BRONZE).build())
                .setAction(1)
                .setChannel("email")
                .setPromotion("ad")
                .setReward(ledger)
                .setPurchased(true)
                .setNextState(state(Tier.SILVER).build())
                .setTerminal(true)
                .setGroup(DecisionGroup.AGENT)
                .build();

        assertLine(
                transition,
                "step 13  email/ad      bronze to silver  reward +21.35"
                        + " (ticket +5.75, uplift +0.85, tier up +15.00, message -0.25)  end");
    }

    @Test
    void models() {
        UpliftModel uplift = UpliftModel.newBuilder()
                .setLearner("t-learner")
                .setFeatures(List.of("age"))
                .setControl(arm("none", 20_000))
                .setArms(List.of(arm("ad", 19_000)))
                .build();
        CausalModel.Builder model = CausalModel.newBuilder()
                .setVersion("uplift-1")
                .setCreatedAt(TIME)
                .setModel(uplift)
                .setDiagnostics(Map.of("qini", .123456));
        assertLine(model.build(), "uplift-1  t-learner, rows: none 20,000, ad 19,000  qini=0.1235");
        assertLine(
                model.setVersion("mix-1")
                        .setModel(MediaMixModel.newBuilder()
                                .setChannels(List.of(new ChannelWeight("push", 1.1, .05)))
                                .build())
                        .build(),
                "mix-1  media mix, weights: push 1.10 (sd 0.05)  qini=0.1235");
    }

    private static UpliftArm arm(String name, long rows) {
        return UpliftArm.newBuilder()
                .setName(name)
                .setRows(rows)
                .setBoosters(List.of())
                .build();
    }

    @Test
    void snapshots() {
        AgentSnapshot snapshot = AgentSnapshot.newBuilder()
                .setAgent("agent")
                .setVersion(12)
                .setCreatedAt(TIME)
                .setAlgorithm("dqn")
                .setLayers(List.of(8, 24, 24, 10))
                .setFeatures(List.of())
                .setCatalogueHash("h")
                .setParameters(ByteBuffer.allocate(4))
                .setEpsilon(.0123456)
                .setGradientSteps(5_000)
                .setTransitions(25_000)
                .setSeed(1)
                .setEvaluation(Map.of("loss", Double.NaN))
                .build();

        assertLine(
                snapshot,
                "agent version 12  dqn 8-24-24-10  25,000 transitions, 5,000 gradient steps, epsilon 0.01235  loss=NaN");
    }

    @Test
    void snapshotOrders() {
        assertLine(
                new SnapshotOrder("agent", SnapshotOrderKind.ROLL_BACK, 12L, 10L, "spam", "dispatcher one", TIME),
                "roll back agent/12 to 10  by dispatcher one: spam");
        assertLine(
                new SnapshotOrder("agent", SnapshotOrderKind.UNPIN, 0L, null, "enough", "me", TIME),
                "unpin agent  by me: enough");
    }

    @Test
    void edges() {
        assertLine(
                new DeliveryReceipt("c1:13", "c1", "smtp", DeliveryStatus.BOUNCED, TIME, "no such box", "email"),
                "bounced by smtp  id c1:13  no such box");
        assertLine(
                new CustomerProfile("c1", Map.of("text", true, "email", false), null, null, List.of("push"), TIME),
                "profile  consent {email=false, text=true}  suppressed [push]");
        assertLine(
                new MediaSpend(TIME, Map.of("text", .2, "push", .0), 9.314159),
                "spend: push 0, text 0.2  revenue 9.314");
        assertLine(
                new ExperimentOutcome(
                        "c1", TIME, "none", null, state(Tier.NONE).setStep(7).build(), 0.0),
                "step 7   none    no message    outcome $0.00");
        assertLine(
                new DeadLetter(
                        "leaven.customer-events",
                        0,
                        5L,
                        "enricher",
                        null,
                        ByteBuffer.allocate(9),
                        "BadEvent",
                        "ticket is\nnegative",
                        TIME),
                "refused by enricher: BadEvent: ticket is negative  9 bytes");
    }

    @Test
    void whatIsNoRecordIsSaidToBeNone() {
        assertThat(printer.line(record("c1", new RecordedValue.Raw(new byte[3], "no frame"))))
                .isEqualTo("2026-11-23 10:15:00  c1          "
                        + "cannot be decoded (partition 1, offset 5, 3 bytes): no frame");
        assertThat(printer.line(record("c1", new RecordedValue.Tombstone()))).endsWith("c1          deleted");
        assertThat(printer.line(
                        new RecordedRecord(1, 5, null, TIME.toEpochMilli(), List.of(), new RecordedValue.Tombstone())))
                .contains("(no key)");
    }

    private void assertLine(SpecificRecord value, String essentials) {
        assertThat(printer.line(record("c1", new RecordedValue.Decoded(value))))
                .isEqualTo("2026-11-23 10:15:00  c1          " + essentials);
    }

    private static RecordedRecord record(String key, RecordedValue value) {
        return new RecordedRecord(1, 5, key.getBytes(StandardCharsets.UTF_8), TIME.toEpochMilli(), List.of(), value);
    }

    private static CustomerState.Builder state(Tier tier) {
        return CustomerState.newBuilder()
                .setAttributes(ATTRIBUTES)
                .setTier(tier)
                .setStep(12);
    }
}
