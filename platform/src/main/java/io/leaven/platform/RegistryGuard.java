package io.leaven.platform;

import java.io.IOException;

/**
 * The first class of the registry's process: ends it when the process that started it is gone, however that happened, and
 * hands over to the server. The parent holds the other end of standard input and never writes; its end is the parent's. Ctrl-C
 * on a terminal, which reaches the whole process group, is left to the parent, so that the registry outlives the parent's
 * orderly stop.
 *
 * <p>Runs without Leaven's classpath, so it knows nothing but the JDK.
 */
final class RegistryGuard {

    private static final String SERVER = "io.quarkus.runner.GeneratedMain";

    private RegistryGuard() {}

    /** Started by {@link EmbeddedRegistry}. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(RegistryGuard::haltWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        ignoreControlC();
        Class.forName(SERVER).getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    /** By reflection: the compiler warns of {@code sun.misc.Signal}, and a JDK may lack it; then Ctrl-C ends the child at once. */
    private static void ignoreControlC() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            Object ignore = handler.getField("SIG_IGN").get(null);
            signal.getMethod("handle", signal, handler).invoke(null, interrupt, ignore);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            System.err.println("Ctrl-C is not ignored: " + e);
        }
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The parent has nothing to say.
            }
        } catch (IOException e) {
            // A broken pipe means the same.
        }
        Runtime.getRuntime().halt(0);
    }
}
