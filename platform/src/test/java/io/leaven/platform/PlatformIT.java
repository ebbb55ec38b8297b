package io.leaven.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlatformIT {

    /** Twice, for what a first platform may leave behind in the JVM. */
    @Test
    void brokerAndRegistryAnswerAndLeaveNothing() {
        for (int turn = 0; turn < 2; turn++) {
            ProcessHandle child;
            Path directory;
            try (Platform platform = Platform.start(PlatformSettings.ephemeral());
                    Connection connection =
                            new Connection(new ConnectionSettings(SettingsSource.of(platform.connectionSettings())))) {
                assertThat(connection.check()).isSameAs(connection);
                child = platform.registryProcess();
                directory = platform.directory();
                assertThat(child.isAlive()).isTrue();
                assertThat(directory).isDirectory();
            }
            assertThat(child.isAlive()).isFalse();
            assertThat(directory).doesNotExist();
        }
    }
}
