package io.leaven.trainer;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import java.util.Map;
import java.util.UUID;

/** A connection whose registry is in memory and empty; there is no broker. */
record TestConnection(Connection connection) {

    TestConnection() {
        this(new Connection(new ConnectionSettings(
                SettingsSource.of(Map.of("schema.registry.url", "mock://" + UUID.randomUUID())))));
    }
}
