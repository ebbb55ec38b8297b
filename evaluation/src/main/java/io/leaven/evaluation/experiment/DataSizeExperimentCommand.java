package io.leaven.evaluation.experiment;

import io.leaven.app.UserError;
import io.leaven.causal.report.Charts;
import io.leaven.evaluation.policy.PolicyRow;
import io.leaven.evaluation.policy.PolicyStudy;
import io.leaven.evaluation.policy.Recipe;
import io.leaven.evaluation.policy.Section;
import io.leaven.evaluation.policy.StudyReport;
import io.leaven.evaluation.policy.StudyResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.knowm.xchart.XYChart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leaven experiment data-size}: what the agent is worth by how many customers it was logged with. */
@Command(
        name = "data-size",
        description = {
            "Our agent, which plans with a learned response model, and a double DQN on the same log, by customers of the log:"
                    + " score on new customers, and seconds of learning."
        })
final class DataSizeExperimentCommand implements Callable<Integer> {

    /** Presets by the name of their line. */
    private static final Map<String, String> AGENTS = agents();

    private static final int MARKER = 8;

    @Mixin
    private StudyOptions options;

    @Mixin
    private WorldOptions world;

    @Option(
            names = "--sizes",
            paramLabel = "N",
            split = ",",
            defaultValue = "100,500,1000,5000",
            description = "Customers of the logs, separated by commas. Default: ${DEFAULT-VALUE}")
    private List<Integer> sizes;

    @Override
    public Integer call() {
        if (options.namesCustomers()) {
            throw new UserError("--customers: this experiment varies them; see --sizes");
        }
        List<Integer> customers = sizes.stream().distinct().sorted().toList();
        customers.forEach(size -> StudyOptions.atLeastOne("--sizes", size));
        List<Recipe> recipes = new ArrayList<>();
        AGENTS.forEach((name, preset) ->
                customers.forEach(size -> recipes.add(Recipe.preset(name(name, size), preset, size))));
        StudyResult result = options.run(new PolicyStudy(options.plan(world.profile(), 2_000)), recipes);
        StudyReport report = new StudyReport("data-size-" + world.name(), options.seed(), result.rows())
                .with(Section.seconds(result, recipes))
                .drawnAs(chart(result, customers));
        options.print(report);
        return 0;
    }

    private XYChart chart(StudyResult result, List<Integer> customers) {
        XYChart chart = Charts.lines(
                "Score by logged customers, world " + world.name() + ": 0 no message, 1 oracle",
                "customers of the log",
                "score, 95% interval over seeds");
        chart.getStyler().setXAxisLogarithmic(customers.size() > 1);
        chart.getStyler().setMarkerSize(MARKER);
        for (String agent : AGENTS.keySet()) {
            List<PolicyRow> rows = customers.stream()
                    .map(size -> result.row(name(agent, size)))
                    .toList();
            chart.addSeries(
                    agent,
                    customers.stream().mapToDouble(Integer::doubleValue).toArray(),
                    rows.stream().mapToDouble(PolicyRow::score).toArray(),
                    rows.stream()
                            .mapToDouble(row -> Double.isNaN(row.scoreCi()) ? 0 : row.scoreCi())
                            .toArray());
        }
        return chart;
    }

    private static String name(String agent, int size) {
        return agent + " " + size;
    }

    private static Map<String, String> agents() {
        Map<String, String> agents = new LinkedHashMap<>();
        agents.put("leaven (dyna)", "dyna");
        agents.put("double DQN", "double-dqn");
        return agents;
    }
}
