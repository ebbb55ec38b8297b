package io.leaven.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** Every log line of Leaven's, down to debug, while it is open. */
public final class LoggedLines extends AbstractAppender implements AutoCloseable {

    private static final String LEAVEN = "io.leaven";

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Level before = context.getLogger(LEAVEN).getLevel();

    public LoggedLines() {
        super("logged-lines", null, null, true, Property.EMPTY_ARRAY);
        start();
        context.getRootLogger().addAppender(this);
        Configurator.setLevel(LEAVEN, Level.DEBUG);
    }

    @Override
    public void append(LogEvent event) {
        lines.add(event.getMessage().getFormattedMessage() + (event.getThrown() == null ? "" : event.getThrown()));
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        Configurator.setLevel(LEAVEN, before);
        context.getRootLogger().removeAppender(this);
        stop();
    }
}
