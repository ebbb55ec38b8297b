package io.leaven.control.explain;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.UserError;
import io.leaven.schemas.Decision;
import io.leaven.schemas.topic.Topics;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaven explain}: why a decision was made. */
@Command(
        name = "explain",
        description = {
            "Show why a decision was made: every action with its Q-value, what closed it and its probability; who"
                    + " decided, by which snapshot and which guardrails.",
            "Looks through the topic decisions for it."
        })
public final class ExplainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Parameters(paramLabel = "DECISION_ID", description = "customerId:step, as in decisions and actions.")
    private String decisionId;

    @Option(
            names = "--catalogue",
            paramLabel = "FILE",
            description = "Names of the actions. Default: the standard ten actions.")
    private Optional<Path> catalogue;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ActionCatalogue names = names();
        try (Connection connection = connectionOptions.connection().check();
                Consumer<byte[], byte[]> reader = connection.rawReader("leaven-explain")) {
            Decision decision = new DecisionFinder(
                            reader, connection.serdes().deserializer(Decision.class), connection.name(Topics.DECISIONS))
                    .find(decisionId)
                    .orElseThrow(() -> new UserError("there is no decision '" + decisionId + "' on topic "
                            + connection.name(Topics.DECISIONS) + "; `leaven watch decisions --from-beginning` shows"
                            + " those that there are"));
            Explanation explanation = Explanation.of(decision, names);
            spec.commandLine().getOut().print(json ? explanation.toJson() : explanation.toText());
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private ActionCatalogue names() {
        try {
            return catalogue.map(ActionCatalogue::read).orElseGet(ActionCatalogue::standard);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }
}
