package io.leaven.control.topic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.schemas.topic.TopicAdmin;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leaven topics create}. */
@Command(name = "create", description = "Create the topics that are missing; those that exist stay as they are.")
final class TopicsCreateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Partitions of each customer topic: the most enrichers or dispatchers that can share the work. "
                            + "Default: ${DEFAULT-VALUE}")
    private int partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "1",
            description = "Copies of each partition; -1 for the cluster's default. Default: ${DEFAULT-VALUE}")
    private short replicationFactor;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        TopicAdmin.Layout layout = layout();
        try (Connection connection = connectionOptions.connection().check();
                Admin admin = connection.admin()) {
            print(new TopicAdmin(admin, connection.topicPrefix()).create(layout));
        }
        return 0;
    }

    private TopicAdmin.Layout layout() {
        try {
            return new TopicAdmin.Layout(partitions, replicationFactor);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void print(List<String> created) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode names = JsonNodeFactory.instance.arrayNode();
            created.forEach(names::add);
            out.println(JsonNodeFactory.instance.objectNode().set("created", names));
        } else if (created.isEmpty()) {
            out.println("all topics exist already");
        } else {
            created.forEach(name -> out.println("created " + name));
        }
    }
}
