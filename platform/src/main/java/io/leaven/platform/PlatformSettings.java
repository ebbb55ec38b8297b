package io.leaven.platform;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an embedded platform listens and keeps its data.
 *
 * @param host the name or address that broker and registry listen on and are reached by
 * @param brokerPort the broker's port; 0 for a free one
 * @param registryPort the registry's port; 0 for a free one
 * @param directory where topics, schemas and the registry's log are kept, to be found again by the next start; empty for a
 *     temporary directory that goes with the platform
 * @param registryHome where the registry server is unpacked
 */
public record PlatformSettings(
        String host, int brokerPort, int registryPort, Optional<Path> directory, Path registryHome) {

    /** System property that names the registry's home; the launcher and the build set it. */
    public static final String REGISTRY_HOME_PROPERTY = "leaven.registry.home";

    public static final int DEFAULT_BROKER_PORT = 9092;
    public static final int DEFAULT_REGISTRY_PORT = 8081;

    public PlatformSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(registryHome, "registryHome");
        requirePort("brokerPort", brokerPort);
        requirePort("registryPort", registryPort);
        if (brokerPort != 0 && brokerPort == registryPort) {
            throw new IllegalArgumentException("broker and registry cannot share port " + brokerPort);
        }
    }

    /** Free ports of localhost and a temporary directory. */
    public static PlatformSettings ephemeral() {
        return new PlatformSettings("localhost", 0, 0, Optional.empty(), defaultRegistryHome());
    }

    /** The ports that clients expect ({@code localhost:9092} and {@code localhost:8081}) and a temporary directory. */
    public static PlatformSettings usualPorts() {
        return new PlatformSettings(
                "localhost", DEFAULT_BROKER_PORT, DEFAULT_REGISTRY_PORT, Optional.empty(), defaultRegistryHome());
    }

    /** What {@value #REGISTRY_HOME_PROPERTY} names, else where the build unpacks the registry. */
    public static Path defaultRegistryHome() {
        return Path.of(System.getProperty(REGISTRY_HOME_PROPERTY, "platform/target/registry"));
    }

    private static void requirePort(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(name + " is " + port + ", not 0 to 65535");
        }
    }
}
