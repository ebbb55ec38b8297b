package io.leaven.control.demo;

import io.leaven.generator.world.CohortSummary;
import io.leaven.schemas.Tier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The demo's result for people: one line for each policy. */
final class ResultTable {

    private static final String HEAD = "%-12s %23s %23s %7s %13s %14s %15s%n";
    private static final String ROW = "%-12s %23s %23s %6.1f%% %13s %14.1f %15.2f%n";
    private static final Map<String, String> NAMES = Map.of("agent", "agent", "none", "no message", "random", "random");

    private ResultTable() {}

    static String of(Map<String, CohortSummary> policies) {
        StringBuilder table = new StringBuilder();
        String tiers = Arrays.stream(Tier.values())
                .map(tier -> tier.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("/"));
        table.append(String.format("%-12s %23s%n", "", tiers));
        table.append(String.format(
                HEAD, "policy", "start", "end", "gold", "revenue/cust.", "messages/cust.", "msgs/gold step"));
        policies.forEach((name, summary) -> table.append(String.format(
                Locale.ROOT,
                ROW,
                NAMES.getOrDefault(name, name),
                mix(summary.tiersStart()),
                mix(summary.tiersEnd()),
                100 * summary.goldShareEnd(),
                String.format(Locale.ROOT, "$%.2f", summary.revenuePerCustomer()),
                summary.messagesPerCustomer(),
                summary.messagesPerGoldStep())));
        return table.toString();
    }

    private static String mix(Map<Tier, Integer> tiers) {
        return Arrays.stream(Tier.values())
                .map(tier -> String.valueOf(tiers.getOrDefault(tier, 0)))
                .collect(Collectors.joining("/"));
    }
}
