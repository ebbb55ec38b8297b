package io.leaven.app;

import io.leaven.testkit.Fuzzer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFuzzTest {

    @TempDir
    private Path folder;

    @Test
    void settingsFiles() {
        Path file = folder.resolve("leaven.properties");
        Fuzzer.ofTexts(
                        "settings file",
                        "bootstrap.servers=localhost:9092\ntopic.prefix = leaven.\nconnect.timeout.ms: 15000\n",
                        "# comment\nkafka.security.protocol=SASL_SSL\noperations.port=0\nschema.registry.url=mock://a\n",
                        "enricher.preset=paper\\\n  x\nkafka.a\\u0020b=\\t\n")
                .words(
                        "\\u",
                        "\\u00g0",
                        "\\",
                        "=",
                        ":",
                        "!",
                        "operations.port=",
                        "schema.registry.url=",
                        "basic.auth.user.info=a:b")
                .refusesBy(UserError.class, ConfigException.class)
                .allocatesAtMost(1 << 20, 500)
                .run(input -> {
                    Files.write(file, input);
                    new ConnectionSettings(new SettingsSource(Optional.of(file), Map.of(), Map.of())).kafkaClient();
                });
    }
}
