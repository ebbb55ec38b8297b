package io.leaven.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.SettingsSource;
import io.leaven.app.access.Rights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** Expected rights are written down from docs/architecture.md's table of topics, not made from the code. */
class RoleTest {

    private static Rights rights(Role role, Map<String, String> settings) {
        return role.rights(SettingsSource.of(settings), "p.");
    }

    private static List<String> words(Role role, String... settings) {
        Map<String, String> all = new HashMap<>();
        Arrays.stream(settings).map(setting -> setting.split("=")).forEach(setting -> all.put(setting[0], setting[1]));
        List<String> words = new ArrayList<>();
        rights(role, all).operations().forEach((resource, operations) -> {
            String name = resource.name() + (resource.patternType() == PatternType.PREFIXED ? "*" : "");
            operations.forEach(operation -> words.add(operation + " " + resource.resourceType() + " " + name));
        });
        return words;
    }

    @Test
    void theEnricherHasItsGroupItsTransactionsAndTheTopicsBehindItsStores() {
        assertThat(words(Role.ENRICHER))
                .containsExactlyInAnyOrder(
                        "READ TOPIC p.customer-events",
                        "READ TOPIC p.decisions",
                        "READ TOPIC p.customer-profiles",
                        "READ TOPIC p.causal-models",
                        "WRITE TOPIC p.replay",
                        "WRITE TOPIC p.decision-requests",
                        "WRITE TOPIC p.dead-letters",
                        "READ GROUP p.enricher",
                        "WRITE TRANSACTIONAL_ID p.enricher-*",
                        "CREATE TOPIC p.enricher-customer-steps-changelog",
                        "READ TOPIC p.enricher-customer-steps-changelog",
                        "WRITE TOPIC p.enricher-customer-steps-changelog",
                        "CREATE TOPIC p.enricher-waiting-steps-changelog",
                        "READ TOPIC p.enricher-waiting-steps-changelog",
                        "WRITE TOPIC p.enricher-waiting-steps-changelog");
        assertThat(words(Role.ENRICHER, "enricher.reward.clicked=0.5")).contains("READ TOPIC p.delivery-receipts");
        assertThat(words(Role.ENRICHER, "enricher.application.id=other"))
                .contains(
                        "READ GROUP other",
                        "WRITE TRANSACTIONAL_ID other-*",
                        "CREATE TOPIC other-customer-steps-changelog");
    }

    @Test
    void aRebuildMakesItsOwnTopicAndNoOther() {
        assertThat(words(Role.REBUILD))
                .containsExactlyInAnyOrder(
                        "READ TOPIC p.replay",
                        "READ TOPIC p.customer-profiles",
                        "READ TOPIC p.causal-models",
                        "WRITE TOPIC p.dead-letters",
                        "CREATE TOPIC p.replay-*",
                        "WRITE TOPIC p.replay-*",
                        "READ GROUP p.enricher-rebuild-*",
                        "WRITE TRANSACTIONAL_ID p.enricher-rebuild-*");
    }

    @Test
    void theTrainerReadsTheReplayThatIsSetAndNoOther() {
        assertThat(words(Role.TRAINER))
                .containsExactlyInAnyOrder(
                        "READ TOPIC p.replay",
                        "READ TOPIC p.customer-profiles",
                        "READ TOPIC p.agent-snapshots",
                        "READ TOPIC p.snapshot-orders",
                        "WRITE TOPIC p.agent-snapshots",
                        "WRITE TOPIC p.dead-letters");
        assertThat(words(Role.TRAINER, "trainer.replay=2026-12"))
                .contains("READ TOPIC p.replay-2026-12")
                .doesNotContain("READ TOPIC p.replay");
        assertThat(words(Role.TRAINER, "trainer.gate.share=0")).doesNotContain("READ TOPIC p.snapshot-orders");
    }

    @Test
    void theDispatcherReadsWhatItSentAndTransitionsOnlyIfSettingsNeedThem() {
        List<String> least = List.of(
                "READ TOPIC p.decision-requests",
                "READ TOPIC p.agent-snapshots",
                "READ TOPIC p.snapshot-orders",
                "READ TOPIC p.customer-profiles",
                "WRITE TOPIC p.decisions",
                "WRITE TOPIC p.actions",
                "WRITE TOPIC p.snapshot-orders",
                "WRITE TOPIC p.dead-letters",
                "READ GROUP leaven-dispatcher",
                "WRITE TRANSACTIONAL_ID leaven-dispatcher-*");
        assertThat(words(Role.DISPATCHER)).containsExactlyInAnyOrderElementsOf(least);
        assertThat(words(
                        Role.DISPATCHER,
                        "dispatcher.guardrails.file=g.yaml",
                        "dispatcher.group.holdout.share=0.1",
                        "dispatcher.consumer.group=mine"))
                .contains("READ TOPIC p.actions", "DESCRIBE_CONFIGS TOPIC p.actions", "READ TOPIC p.replay")
                .contains("READ GROUP mine", "WRITE TRANSACTIONAL_ID mine-*")
                .hasSize(least.size() + 3);
        assertThat(words(Role.DISPATCHER, "dispatcher.profiles=false", "dispatcher.bands=false"))
                .doesNotContain("READ TOPIC p.customer-profiles", "WRITE TOPIC p.snapshot-orders")
                .hasSize(least.size() - 2);
    }

    @Test
    void deliveryChangesProfilesOnlyIfItTakesReceiptsIn() {
        assertThat(words(Role.DELIVERY))
                .containsExactlyInAnyOrder(
                        "READ TOPIC p.actions",
                        "READ TOPIC p.customer-profiles",
                        "WRITE TOPIC p.delivery-receipts",
                        "WRITE TOPIC p.dead-letters",
                        "READ GROUP leaven-delivery");
        assertThat(words(Role.DELIVERY, "delivery.receipts.port=8090"))
                .contains("WRITE TOPIC p.customer-profiles", "READ TOPIC p.delivery-receipts")
                .hasSize(7);
    }

    @Test
    void fitAndGeneratorAndOperatorTouchOnlyTheirTopics() {
        assertThat(words(Role.FIT))
                .containsExactlyInAnyOrder(
                        "READ TOPIC p.media-spend",
                        "READ TOPIC p.treatment-experiments",
                        "WRITE TOPIC p.causal-models",
                        "WRITE TOPIC p.dead-letters");
        assertThat(words(Role.GENERATOR))
                .containsExactlyInAnyOrder(
                        "READ TOPIC p.decisions",
                        "WRITE TOPIC p.customer-events",
                        "WRITE TOPIC p.decisions",
                        "WRITE TOPIC p.media-spend",
                        "WRITE TOPIC p.treatment-experiments",
                        "WRITE TOPIC p.dead-letters");
        assertThat(words(Role.OPERATOR))
                .containsExactlyInAnyOrder(
                        "READ TOPIC p.agent-snapshots",
                        "READ TOPIC p.snapshot-orders",
                        "WRITE TOPIC p.snapshot-orders");
    }

    /** An enricher's transactions begin with its application id and '-', and so do those of its rebuilds: Streams names them. */
    @Test
    void noTwoRolesShareAGroupOrTransactions() {
        List<ResourcePattern> all = Stream.of(Role.values())
                .flatMap(role -> rights(role, Map.of()).operations().keySet().stream())
                .filter(resource -> resource.resourceType() != ResourceType.TOPIC)
                .toList();
        TreeSet<String> overlaps = new TreeSet<>();
        for (ResourcePattern one : all) {
            for (ResourcePattern other : all) {
                if (one != other
                        && one.resourceType() == other.resourceType()
                        && other.patternType() == PatternType.PREFIXED
                        && one.name().startsWith(other.name())) {
                    overlaps.add(one.name() + " in " + other.name() + "*");
                }
            }
        }
        assertThat(all).doesNotHaveDuplicates();
        assertThat(overlaps).containsExactly("p.enricher-rebuild- in p.enricher-*");
    }

    @Test
    void onlyTheRolesForItDeleteAndNobodyChangesTopicsOrTheCluster() {
        for (Role role : Role.values()) {
            assertThat(words(role))
                    .as(role.label())
                    .noneMatch(right -> right.startsWith("ALTER")
                            || right.startsWith(AclOperation.ALL.name())
                            || right.contains("CLUSTER")
                            || role != Role.TOPICS && right.startsWith("DELETE"));
        }
    }
}
