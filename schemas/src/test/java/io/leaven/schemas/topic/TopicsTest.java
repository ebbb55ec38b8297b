package io.leaven.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.schemas.topic.Topic.Cleanup;
import io.leaven.schemas.topic.Topic.Partitions;
import io.leaven.schemas.topic.TopicAdmin.Layout;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void noNameAndNoRecordTypeStandsTwice() {
        assertThat(Topics.ALL).extracting(Topic::name).doesNotHaveDuplicates();
        assertThat(Topics.ALL).extracting(topic -> topic.valueType().getName()).doesNotHaveDuplicates();
    }

    /** The table of the design, section 3. */
    @Test
    void theCatalogueIsTheDesigns() {
        assertThat(Topics.ALL)
                .extracting(Topic::name)
                .containsExactlyInAnyOrder(
                        "customer-events",
                        "customer-profiles",
                        "decision-requests",
                        "decisions",
                        "actions",
                        "replay",
                        "causal-models",
                        "agent-snapshots",
                        "snapshot-orders",
                        "delivery-receipts",
                        "media-spend",
                        "treatment-experiments",
                        "dead-letters");
        assertThat(named(Cleanup.COMPACT))
                .containsExactlyInAnyOrder("customer-profiles", "causal-models", "agent-snapshots", "snapshot-orders");
    }

    @Test
    void whatIsJoinedByCustomerIsPartitionedByCustomer() {
        Layout layout = new Layout(6, (short) 1);

        assertThat(List.of(
                        Topics.CUSTOMER_EVENTS,
                        Topics.CUSTOMER_PROFILES,
                        Topics.DECISIONS,
                        Topics.DECISION_REQUESTS,
                        Topics.ACTIONS,
                        Topics.REPLAY,
                        Topics.DELIVERY_RECEIPTS))
                .allSatisfy(topic -> {
                    assertThat(topic.partitions()).isEqualTo(Partitions.BY_CUSTOMER);
                    assertThat(layout.partitions(topic)).isEqualTo(6);
                });
        assertThat(layout.partitions(Topics.AGENT_SNAPSHOTS)).isEqualTo(1);
        assertThat(layout.partitions(Topics.DEAD_LETTERS)).isEqualTo(1);
    }

    @Test
    void aTombstoneOutlivesWhatItErases() {
        assertThat(Topics.CUSTOMER_PROFILES.retention()).isGreaterThanOrEqualTo(Topics.REPLAY.retention());
    }

    @Test
    void replayOutlivesWhatItIsMadeOf() {
        assertThat(Topics.REPLAY.retention()).isGreaterThan(Topics.CUSTOMER_EVENTS.retention());
    }

    @Test
    void aTopicIsFoundByItsNameWithAndWithoutPrefix() {
        assertThat(Topics.byName("replay", "leaven.")).contains(Topics.REPLAY);
        assertThat(Topics.byName("leaven.replay", "leaven.")).contains(Topics.REPLAY);
        assertThat(Topics.byName("other.replay", "leaven.")).isEmpty();
        assertThat(Topics.REPLAY.fullName("other.")).isEqualTo("other.replay");
    }

    @Test
    void aRebuiltReplayIsATopicBesideTheCatalogue() {
        Topic<?> rebuilt = Topics.rebuiltReplay("2026-12");
        assertThat(rebuilt.fullName("leaven.")).isEqualTo("leaven.replay-2026-12");
        assertThat(Topics.byName("replay-2026-12", "leaven.")).contains(rebuilt);
        assertThat(Topics.byName("leaven.replay-2026-12", "leaven.")).contains(rebuilt);
        assertThat(Topics.byName("replay-", "leaven.")).isEmpty();
        assertThat(Topics.byName("replay-A", "leaven.")).isEmpty();
        assertThat(Topics.ALL).doesNotContain(rebuilt);
    }

    @Test
    void namesAndLayoutsAreChecked() {
        assertThatThrownBy(() -> new Topic<>(
                        "Customer Events",
                        io.leaven.schemas.CustomerEvent.class,
                        Partitions.ONE,
                        Cleanup.DELETE,
                        Duration.ofDays(1)))
                .hasMessageContaining("'Customer Events'");
        assertThatThrownBy(() -> new Layout(0, (short) 1)).hasMessageContaining("customerPartitions is 0");
        assertThatThrownBy(() -> new Layout(1, (short) 0)).hasMessageContaining("replication is 0");
    }

    private static List<String> named(Cleanup cleanup) {
        return Topics.ALL.stream()
                .filter(topic -> topic.cleanup() == cleanup)
                .map(Topic::name)
                .toList();
    }
}
