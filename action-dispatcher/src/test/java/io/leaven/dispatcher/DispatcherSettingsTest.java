package io.leaven.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.dispatcher.decision.BeforeFirstSnapshot;
import io.leaven.schemas.DecisionGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatcherSettingsTest {

    @Test
    void defaultsGiveEveryCustomerToTheAgentWithTheStandardCatalogue() {
        DispatcherSettings settings = settings(Map.of());
        assertThat(settings.catalogue().hash())
                .isEqualTo(ActionCatalogue.standard().hash());
        assertThat(settings.groups().of("anybody")).isEqualTo(DecisionGroup.AGENT);
        assertThat(settings.beforeFirstSnapshot()).isEqualTo(BeforeFirstSnapshot.RANDOM);
        assertThat(settings.messageTtl()).isEqualTo(Duration.ZERO);
        assertThat(settings.threads()).isEqualTo(1);
    }

    @Test
    void instancesWithoutANameNeverShareATransactionalId() {
        assertThat(settings(Map.of()).transactionalId(0, 0))
                .isNotEqualTo(settings(Map.of()).transactionalId(0, 0));
    }

    @Test
    void instanceKeepsItsTransactionalIdsUnderAName() {
        Map<String, String> named = Map.of(DispatcherSettings.INSTANCE_ID, "east");
        assertThat(settings(named).transactionalId(2, 1)).isEqualTo("leaven-dispatcher-east-2-1");
    }

    @Test
    void catalogueComesFromTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("two.yaml"), "channels:\n  push: { cost: 0.1 }\npromotions:\n  ad: { discount: 0 }\n");
        Map<String, String> values = Map.of(DispatcherSettings.CATALOGUE_FILE, file.toString());
        assertThat(settings(values).catalogue().size()).isEqualTo(2);
    }

    @Test
    void catalogueThatIsNotThereIsAnErrorThatNamesIt() {
        DispatcherSettings settings = settings(Map.of(DispatcherSettings.CATALOGUE_FILE, "/no/such/file.yaml"));
        assertThatThrownBy(settings::catalogue)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("/no/such/file.yaml");
    }

    @ParameterizedTest
    @CsvSource({
        "dispatcher.group.holdout.share, 1.5",
        "dispatcher.group.random.share, NaN",
        "dispatcher.before.first.snapshot, perhaps",
        "dispatcher.policy, best",
        "dispatcher.policy.temperature, 0",
        "dispatcher.threads, 0",
        "dispatcher.batch.max.records, 0",
        "dispatcher.message.ttl.ms, -1",
        "dispatcher.consumer.group, ''"
    })
    void valueOutOfRangeIsAnErrorThatNamesTheKey(String key, String value) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @Test
    void sharesOverOneAreAnError() {
        assertThatThrownBy(() -> settings(Map.of(
                        DispatcherSettings.GROUP_HOLDOUT_SHARE, ".7", DispatcherSettings.GROUP_RANDOM_SHARE, ".7")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(DispatcherSettings.GROUP_RANDOM_SHARE);
    }

    @Test
    void unknownKeyIsAnErrorWithASuggestion() {
        assertThatThrownBy(() -> settings(Map.of("dispatcher.thread", "2")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("dispatcher.threads");
    }

    private static DispatcherSettings settings(Map<String, String> values) {
        return new DispatcherSettings(SettingsSource.of(values));
    }
}
