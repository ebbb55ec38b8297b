package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MembershipTest {

    @Test
    void deadMemberIsGivenUpAfterTenSecondsUnlessASettingSaysOtherwise() {
        assertThat(config(Map.of(), Optional.empty())).containsExactly(Map.entry("session.timeout.ms", 10_000));
        assertThat(config(Map.of("kafka.session.timeout.ms", "45000"), Optional.empty()))
                .isEmpty();
    }

    @Test
    void byTheNewerProtocolTheBrokerSaysHowLong() {
        assertThat(config(Map.of("kafka.group.protocol", "consumer"), Optional.of("one")))
                .containsOnly(Map.entry("group.instance.id", "one"));
    }

    @Test
    void memberWithANameIsAStaticOne() {
        assertThat(config(Map.of(), Optional.of("one")))
                .containsOnly(Map.entry("session.timeout.ms", 10_000), Map.entry("group.instance.id", "one"));
    }

    private static Map<String, Object> config(Map<String, String> settings, Optional<String> name) {
        try (Connection connection = new Connection(new ConnectionSettings(SettingsSource.of(settings)))) {
            return Membership.config(connection, name);
        }
    }
}
