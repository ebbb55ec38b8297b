package io.leaven.control.topic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.TopicAdmin.Presence;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven topics list}. */
@Command(name = "list", description = "List the catalogue and what the cluster has of it.")
final class TopicsListCommand implements Callable<Integer> {

    private static final String ROW = "%-34s %-17s %10s  %s";

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Option(names = "--json", description = "Print the list as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try (Connection connection = connectionOptions.connection().check();
                Admin admin = connection.admin()) {
            List<Presence> topics = new TopicAdmin(admin, connection.topicPrefix()).list();
            if (json) {
                printJson(topics);
            } else {
                printTable(topics);
            }
        }
        return 0;
    }

    private void printTable(List<Presence> topics) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(ROW, "topic", "record", "partitions", "kept"));
        for (Presence presence : topics) {
            out.println(String.format(
                    Locale.ROOT,
                    ROW,
                    presence.name(),
                    presence.topic().valueType().getSimpleName(),
                    presence.exists() ? Integer.toString(presence.partitions()) : "missing",
                    kept(presence.topic())));
        }
        if (!topics.stream().allMatch(Presence::exists)) {
            out.println("`leaven topics create` makes what is missing");
        }
    }

    private static String kept(Topic<?> topic) {
        return switch (topic.cleanup()) {
            case COMPACT -> "newest of each key";
            case DELETE -> topic.retention().toDays() + " days";
        };
    }

    private void printJson(List<Presence> topics) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Presence presence : topics) {
            list.addObject()
                    .put("topic", presence.name())
                    .put("record", presence.topic().valueType().getSimpleName())
                    .put("exists", presence.exists())
                    .put("partitions", presence.partitions())
                    .put("cleanup", presence.topic().cleanup().name().toLowerCase(Locale.ROOT))
                    .put("retentionDays", presence.topic().retention().toDays());
        }
        spec.commandLine().getOut().println(list);
    }
}
