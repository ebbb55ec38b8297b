package io.leaven.platform;

import io.leaven.app.ConnectionSettings;
import io.leaven.app.UserError;
import io.leaven.schemas.registry.SchemaRegistryConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * What Leaven runs on, on one machine: a Kafka broker in this process and a schema registry beside it. Both are the real
 * servers, without replicas and without security: for a look, for tests, not for customers.
 */
public final class Platform implements AutoCloseable {

    private final DataDirectory directory;
    private final EmbeddedBroker broker;
    private final EmbeddedRegistry registry;
    private boolean closed;

    private Platform(DataDirectory directory, EmbeddedBroker broker, EmbeddedRegistry registry) {
        this.directory = directory;
        this.broker = broker;
        this.registry = registry;
    }

    /**
     * Starts broker and registry side by side and returns when both answer. If one fails, nothing is left behind.
     *
     * @throws UserError if a port is taken, the directory cannot be used, or the registry server is missing or fails
     */
    public static Platform start(PlatformSettings settings) {
        DataDirectory directory = DataDirectory.open(settings.directory(), "leaven-platform-");
        CompletableFuture<EmbeddedRegistry> registry = inBackground(
                "start-registry",
                () -> EmbeddedRegistry.start(
                        settings.host(),
                        settings.registryPort(),
                        settings.registryHome(),
                        directory.folder("registry"),
                        !directory.temporary()));
        EmbeddedBroker broker = null;
        try {
            broker = EmbeddedBroker.start(settings.host(), settings.brokerPort(), directory.folder("broker"));
            return new Platform(directory, broker, registry.join());
        } catch (RuntimeException | Error e) {
            // An Error, too: Kafka's classes fail to load in a JVM that is going down already.
            if (broker != null) {
                broker.close();
            }
            registry.handle((started, failed) -> started)
                    .thenAccept(Platform::closeIfStarted)
                    .join();
            directory.close();
            if (e instanceof CompletionException && e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Address of the broker, {@code host:port}. */
    public String bootstrapServers() {
        return broker.address();
    }

    /** Address of the registry, for clients that speak Confluent's API. */
    public String registryUrl() {
        return registry.url();
    }

    /** Both addresses as settings of a {@link io.leaven.app.Connection}. */
    public Map<String, String> connectionSettings() {
        return Map.of(
                ConnectionSettings.BOOTSTRAP_SERVERS, bootstrapServers(), SchemaRegistryConfig.URL, registryUrl());
    }

    /** Where data and logs are. */
    public Path directory() {
        return directory.path();
    }

    /** Why the platform can no longer be used, if the registry ended by itself. */
    public Optional<Throwable> failure() {
        return closed ? Optional.empty() : registry.failure();
    }

    ProcessHandle registryProcess() {
        return registry.process();
    }

    private static <T> CompletableFuture<T> inBackground(String thread, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        new Thread(
                        () -> {
                            try {
                                result.complete(work.get());
                            } catch (Throwable e) {
                                result.completeExceptionally(e);
                            }
                        },
                        thread)
                .start();
        return result;
    }

    private static void closeIfStarted(EmbeddedRegistry registry) {
        if (registry != null) {
            registry.close();
        }
    }

    /** Ends both servers and deletes the directory if it was a temporary one. May be called more than once. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            registry.close();
        } finally {
            try {
                broker.close();
            } finally {
                directory.close();
            }
        }
    }
}
