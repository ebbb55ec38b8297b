package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ConnectionOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.sasl.jaas.config",
                "kafka.ssl.keystore.password",
                "kafka.ssl.keystore.key",
                "basic.auth.user.info",
                "bearer.auth.token",
                "schema.registry.ssl.truststore.password"
            })
    void aSecretOnTheCommandLineIsRefusedAndNotRepeated(String key) {
        ConnectionOptions options = new ConnectionOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create())
                .addMixin("connection", options)
                .parseArgs("--set", key + "=s3cret-value");

        assertThatThrownBy(options::source)
                .isInstanceOf(UserError.class)
                .hasMessageContaining(SettingsSource.environmentName(key) + "_FILE")
                .hasMessageNotContaining("s3cret-value");
    }

    @Test
    void whatIsNoSecretMayStandThere() {
        ConnectionOptions options = new ConnectionOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create())
                .addMixin("connection", options)
                .parseArgs("--set", "kafka.security.protocol=SASL_SSL");

        assertThat(options.source().kafka()).containsEntry("security.protocol", "SASL_SSL");
    }
}
