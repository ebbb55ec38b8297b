package io.leaven.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformIT {
    @Test
    void starts() throws Exception {
        for (int i = 0; i < 2; i++) {
            long t = System.nanoTime();
            ProcessHandle child;
            try (Platform platform = Platform.start(PlatformSettings.ephemeral())) {
                System.out.println("START " + (System.nanoTime() - t) / 1e9);
                System.out.println(platform.connectionSettings());
                child = platform.registryProcess();
                t = System.nanoTime();
            }
            System.out.println("CLOSE " + (System.nanoTime() - t) / 1e9);
            assertThat(child.isAlive()).isFalse();
        }
    }
}
