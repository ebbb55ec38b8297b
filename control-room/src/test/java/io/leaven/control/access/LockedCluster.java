package io.leaven.control.access;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.control.InProcess;
import io.leaven.platform.SecureBroker;
import io.leaven.schemas.registry.SchemaRegistryConfig;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** A broker where every role is a user of its own, and nobody may do anything until ACLs say so. */
final class LockedCluster implements AutoCloseable {

    private final Path folder;
    private final Map<String, String> settings;
    private final SecureBroker broker;
    private final String registry = "mock://" + UUID.randomUUID();

    /** @param settings of the apps, which all users share */
    LockedCluster(Path folder, Map<String, String> settings) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.broker = SecureBroker.start(Files.createDirectory(folder.resolve("broker")));
        addUser(SecureBroker.SUPER_USER);
        for (Role role : Role.values()) {
            addUser(user(role));
        }
    }

    static String user(Role role) {
        return role.principal().replaceFirst("User:", "");
    }

    private static String password(String user) {
        return "s3cret-of-" + user;
    }

    private void addUser(String user) throws IOException {
        broker.addUser(user, password(user));
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.putAll(connectionSettings(user));
        try (Writer file = Files.newBufferedWriter(config(user))) {
            properties.store(file, null);
        }
    }

    private Path config(String user) {
        return folder.resolve(user + ".properties");
    }

    private Map<String, String> connectionSettings(String user) {
        Map<String, String> all = new HashMap<>(broker.connectionSettings(user, password(user)));
        all.put(SchemaRegistryConfig.URL, registry);
        all.put(ConnectionSettings.CONNECT_TIMEOUT_MS, "8000");
        return all;
    }

    /** What a role runs with. */
    SettingsSource source(Role role) {
        return new SettingsSource(Optional.of(config(user(role))), Map.of(), Map.of());
    }

    /** A role's clients, for topics under another prefix. */
    Connection connection(Role role, String prefix) {
        Map<String, String> all = connectionSettings(user(role));
        all.put(ConnectionSettings.TOPIC_PREFIX, prefix);
        return new Connection(new ConnectionSettings(SettingsSource.of(all)));
    }

    /** By the other listener, as one who may do everything. */
    Connection administrator(String prefix) {
        return new Connection(new ConnectionSettings(SettingsSource.of(Map.of(
                ConnectionSettings.BOOTSTRAP_SERVERS,
                broker.adminAddress(),
                ConnectionSettings.TOPIC_PREFIX,
                prefix,
                SchemaRegistryConfig.URL,
                registry))));
    }

    InProcess start(Role role, String... words) {
        return start(user(role), words);
    }

    InProcess startAsSuperUser(String... words) {
        return start(SecureBroker.SUPER_USER, words);
    }

    private InProcess start(String user, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", config(user).toString()));
        return InProcess.start(all);
    }

    @Override
    public void close() {
        broker.close();
    }
}
