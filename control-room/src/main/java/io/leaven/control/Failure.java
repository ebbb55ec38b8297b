package io.leaven.control;

import io.leaven.app.UserError;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.topic.TopicAdminException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * What a command's exception means to the person who ran it.
 *
 * @param message what to print
 * @param exitCode 1 failed, 2 bad usage
 */
record Failure(String message, int exitCode) {

    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    private static final String RIGHTS = "; `leaven acls` tells what each app must be allowed to do";

    /**
     * The meaning of an exception. What a person can put right is its message alone; of anything else the stack trace goes
     * to a file in the given folder, and the message says where.
     */
    static Failure of(Exception exception, Path folder) {
        int exitCode = cause(exception, ConfigException.class).isPresent() ? BAD_USAGE : FAILED;
        if (isForPeople(exception) && !(exception instanceof TopicAdminException)) {
            return new Failure(exception.getMessage(), exitCode);
        }
        Optional<String> refusal = refusal(exception);
        if (refusal.isPresent()) {
            return new Failure("the Kafka broker refused: " + refusal.get() + RIGHTS, exitCode);
        }
        if (isForPeople(exception)) {
            return new Failure(exception.getMessage(), exitCode);
        }
        String what = exception.getClass().getSimpleName()
                + (exception.getMessage() == null ? "" : ": " + exception.getMessage());
        return new Failure("unexpected " + what + where(exception, folder), exitCode);
    }

    /** What a broker did not let us do, and on what: some of Kafka's refusals only say that they are one. */
    private static Optional<String> refusal(Throwable exception) {
        String doing = null;
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException) {
                String why = withoutStop(cause.getMessage());
                boolean said = doing == null || doing.equals(cause.toString());
                return Optional.of(
                        said ? why : doing.contains(why) ? withoutStop(doing) : withoutStop(doing) + ": " + why);
            }
            doing = cause.getMessage();
        }
        return Optional.empty();
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static boolean isForPeople(Exception exception) {
        return exception instanceof UserError
                || exception instanceof ConfigException
                || exception instanceof TopicAdminException
                || exception instanceof SchemaRegistryException;
    }

    private static <T extends Throwable> Optional<T> cause(Throwable exception, Class<T> type) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static String where(Exception exception, Path folder) {
        StringWriter trace = new StringWriter();
        exception.printStackTrace(new PrintWriter(trace, true));
        try {
            Path file = Files.writeString(Files.createTempFile(folder, "leaven-error-", ".txt"), trace.toString());
            return "; the stack trace is in " + file;
        } catch (IOException e) {
            return "; --stacktrace shows where (it could not be written to " + folder + ")";
        }
    }
}
