package io.leaven.control.topic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.UserError;
import io.leaven.schemas.topic.TopicAdmin;
import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven topics delete}. */
@Command(name = "delete", description = "Delete Leaven's topics with all that they hold. Asks first.")
final class TopicsDeleteCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try (Connection connection = connectionOptions.connection().check();
                Admin admin = connection.admin()) {
            TopicAdmin topics = new TopicAdmin(admin, connection.topicPrefix());
            List<String> present = topics.list().stream()
                    .filter(TopicAdmin.Presence::exists)
                    .map(TopicAdmin.Presence::name)
                    .toList();
            if (!present.isEmpty() && !yes && !confirmed(present, connection.bootstrapServers())) {
                throw new UserError("nothing was deleted");
            }
            print(present.isEmpty() ? present : topics.delete());
        }
        return 0;
    }

    private static boolean confirmed(List<String> present, String cluster) {
        Console console = System.console();
        if (console == null) {
            throw new UserError("nothing was deleted: there is no terminal to ask on; --yes deletes without asking");
        }
        String answer = console.readLine(
                "Delete these topics at %s with all that they hold?%n  %s%nType yes: ",
                cluster, String.join(System.lineSeparator() + "  ", present));
        return "yes".equalsIgnoreCase(answer == null ? "" : answer.strip());
    }

    private void print(List<String> deleted) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode names = JsonNodeFactory.instance.arrayNode();
            deleted.forEach(names::add);
            out.println(JsonNodeFactory.instance.objectNode().set("deleted", names));
        } else if (deleted.isEmpty()) {
            out.println("there was no topic to delete");
        } else {
            deleted.forEach(name -> out.println("deleted " + name));
        }
    }
}
