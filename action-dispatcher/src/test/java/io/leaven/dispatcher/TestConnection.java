package io.leaven.dispatcher;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import java.util.Map;
import java.util.UUID;

/** A connection whose registry is in memory and empty; there is no broker. */
public final class TestConnection {

    private TestConnection() {}

    public static Connection open() {
        return new Connection(new ConnectionSettings(
                SettingsSource.of(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()))));
    }
}
