package io.leaven.platform;

import java.io.IOException;
import java.util.Arrays;

/**
 * The first class of a child process: ends it when the process that started it is gone, however that happened, and hands over to
 * the main class that its first argument names. The parent holds the other end of standard input and never writes; its end is the
 * parent's. Ctrl-C on a terminal, which reaches the whole process group, is left to the parent, so that the child outlives the
 * parent's orderly stop.
 *
 * <p>The registry's process has nothing else of Leaven on its class path, so this class knows nothing but the JDK.
 */
public final class ParentGuard {

    private ParentGuard() {}

    /** @param arguments the main class to hand over to, then its own arguments */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(ParentGuard::haltWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        ignoreControlC();
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(arguments, 1, arguments.length));
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
