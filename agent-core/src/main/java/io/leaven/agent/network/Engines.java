package io.leaven.agent.network;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.util.Map;

/**
 * The deep-learning engine: PyTorch through DJL, prepared in this one place. Before it loads, three system properties get
 * their value unless the JVM was started with another: DJL downloads nothing ({@code ai.djl.offline}; the native library
 * comes from the class path and is unpacked once, about 430 MB, into {@code DJL_CACHE_DIR} or {@code ~/.djl.ai}), reports
 * nothing ({@code OPT_OUT_TRACKING}), and computes on the calling thread alone ({@code ai.djl.pytorch.num_threads}: on
 * networks this small a second thread costs more than it brings).
 */
public final class Engines {

    private static final Map<String, String> PROPERTIES =
            Map.of("ai.djl.offline", "true", "OPT_OUT_TRACKING", "true", "ai.djl.pytorch.num_threads", "1");

    private Engines() {}

    private static final class PyTorch {
        static final Engine ENGINE = load();

        private static Engine load() {
            PROPERTIES.forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
            return Engine.getEngine("PyTorch");
        }
    }

    /**
     * The PyTorch engine, loaded at the first call.
     *
     * @throws IllegalStateException if its native library cannot be loaded here
     */
    public static Engine pytorch() {
        try {
            return PyTorch.ENGINE;
        } catch (ExceptionInInitializerError | NoClassDefFoundError | EngineException e) {
            throw new IllegalStateException(
                    "PyTorch cannot be loaded; is ai.djl.pytorch:pytorch-native-cpu for this operating system on the class"
                            + " path, and is there room to unpack it in DJL's cache folder?",
                    e);
        }
    }
}
