package io.leaven.app.operations;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Where an app says over HTTP how it is: part of the settings that every app has. */
public final class OperationsSettings {

    public static final String PORT = "operations.port";
    public static final String HOST = "operations.host";

    private static final int NONE = -1;
    private static final int LAST_PORT = 65_535;

    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    PORT,
                    Type.INT,
                    NONE,
                    ConfigDef.Range.between(NONE, LAST_PORT),
                    Importance.MEDIUM,
                    "Port of an app's `/health`, `/ready` and `/metrics`; -1 for none, 0 for a free one.")
            .define(
                    HOST,
                    Type.STRING,
                    "127.0.0.1",
                    Importance.LOW,
                    "Address that it listens at; in a container `0.0.0.0`. It has no password.");

    private OperationsSettings() {}

    /** The address to listen at, out of settings that hold the ones of {@link #DEFINITION}; empty for none. */
    public static Optional<InetSocketAddress> address(AbstractConfig settings) {
        int port = settings.getInt(PORT);
        return port == NONE ? Optional.empty() : Optional.of(new InetSocketAddress(settings.getString(HOST), port));
    }
}
