package io.leaven.control.access;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What the broker in this process allows and denies, by the log that Kafka keeps of it, while it is open. */
final class AuthorizerLog extends AbstractAppender implements AutoCloseable {

    private static final String NAME = "kafka.authorizer.logger";
    private static final Pattern LINE = Pattern.compile(
            "Principal = (\\S+) is (Allowed|Denied) operation = (\\w+) from host = \\S+ on resource = (\\w+):LITERAL:(\\S+) .*");

    private final Set<Check> allowed = ConcurrentHashMap.newKeySet();
    private final Set<Check> denied = ConcurrentHashMap.newKeySet();
    private final Set<String> unread = ConcurrentHashMap.newKeySet();
    private final Logger logger = ((LoggerContext) LogManager.getContext(false)).getLogger(NAME);
    private final Level before = logger.getLevel();

    /** One question to the authorizer. */
    record Check(String principal, AclOperation operation, ResourceType type, String name) {}

    AuthorizerLog() {
        super("authorizer-log", null, null, true, Property.EMPTY_ARRAY);
        start();
        Configurator.setLevel(NAME, Level.DEBUG);
        logger.addAppender(this);
        logger.setAdditive(false);
    }

    @Override
    public void append(LogEvent event) {
        Matcher line = LINE.matcher(event.getMessage().getFormattedMessage());
        if (!line.matches()) {
            unread.add(event.getMessage().getFormattedMessage());
            return;
        }
        Check check = new Check(
                line.group(1),
                AclOperation.fromString(line.group(3)),
                SecurityUtils.resourceType(line.group(4)),
                line.group(5));
        (line.group(2).equals("Allowed") ? allowed : denied).add(check);
    }

    Set<Check> allowed() {
        return Set.copyOf(allowed);
    }

    Set<Check> denied() {
        return Set.copyOf(denied);
    }

    /** Lines that say something else. */
    Set<String> unread() {
        return Set.copyOf(unread);
    }

    @Override
    public void close() {
        logger.removeAppender(this);
        logger.setAdditive(true);
        Configurator.setLevel(NAME, before);
        stop();
    }
}
