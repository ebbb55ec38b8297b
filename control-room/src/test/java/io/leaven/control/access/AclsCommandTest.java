package io.leaven.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.control.InProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What {@code leaven acls} shows without a broker. */
class AclsCommandTest {

    private static InProcess acls(int exitCode, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("acls"));
        all.addAll(List.of(words));
        try (InProcess command = InProcess.start(all)) {
            assertThat(command.exitCode()).as(command.toString()).isEqualTo(exitCode);
            return command;
        }
    }

    @Test
    void showsEveryRoleWithItsPrincipalAndRights() throws Exception {
        String out = acls(0).out();

        assertThat(out.lines().filter(line -> !line.startsWith(" ") && !line.isEmpty()))
                .hasSize(Role.values().length)
                .contains("enricher as User:leaven-enricher: leaven enrich");
        assertThat(out.lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "topic leaven.customer-events READ",
                        "transactional id leaven.enricher-* WRITE",
                        "group leaven-dispatcher READ");
        assertThat(acls(0, "--print").out()).isEqualTo(out);
    }

    @Test
    void settingsPrefixAndPrincipalsAreThoseThatAreGiven() throws Exception {
        String out = acls(
                        0,
                        "dispatcher",
                        "--set",
                        "dispatcher.group.holdout.share=0.1",
                        "--topic-prefix",
                        "bakery.",
                        "--principal",
                        "dispatcher=User:CN=dispatcher,O=Bakery",
                        "--host",
                        "10.0.0.7")
                .out();

        assertThat(out)
                .startsWith("dispatcher as User:CN=dispatcher,O=Bakery from 10.0.0.7: leaven dispatch")
                .contains("bakery.replay ")
                .doesNotContain("leaven.replay", "enricher as");
    }

    @Test
    void linesForKafkasToolQuoteWhatTheShellWouldTakeApart() throws Exception {
        List<String> lines = acls(0, "rebuild", "--script", "--principal", "rebuild=User:it's me")
                .out()
                .lines()
                .toList();

        assertThat(lines.get(0)).startsWith("# ");
        assertThat(lines)
                .contains("kafka-acls.sh --bootstrap-server 'localhost:9092' --command-config admin.properties --add"
                        + " --allow-principal 'User:it'\\''s me' --allow-host '*' --operation Write --operation Create"
                        + " --topic 'leaven.replay-' --resource-pattern-type prefixed")
                .contains("kafka-acls.sh --bootstrap-server 'localhost:9092' --command-config admin.properties --add"
                        + " --allow-principal 'User:it'\\''s me' --allow-host '*' --operation Write"
                        + " --transactional-id 'leaven.enricher-rebuild-' --resource-pattern-type prefixed");
    }

    @Test
    void jsonHoldsTheSame() throws Exception {
        JsonNode roles =
                new ObjectMapper().readTree(acls(0, "--json", "operator", "fit").out());

        assertThat(roles).hasSize(2);
        assertThat(roles.get(0).get("role").asText()).isEqualTo("operator");
        assertThat(StreamSupport.stream(roles.get(0).get("acls").spliterator(), false)
                        .map(JsonNode::toString))
                .containsExactly(
                        "{\"resource\":\"TOPIC\",\"name\":\"leaven.agent-snapshots\",\"pattern\":\"LITERAL\",\"operations\":[\"READ\"]}",
                        "{\"resource\":\"TOPIC\",\"name\":\"leaven.snapshot-orders\",\"pattern\":\"LITERAL\",\"operations\":[\"READ\",\"WRITE\"]}");
    }

    @Test
    void whatMakesNoSenseIsNamed() throws Exception {
        assertThat(acls(1, "enrichr").err()).contains("there is no app or role 'enrichr'; did you mean 'enricher'?");
        assertThat(acls(1, "--principal", "enrich=User:x").err()).contains("no app or role 'enrich'");
        assertThat(acls(2, "--principal", "enricher=alice").err())
                .contains("--principal enricher: 'alice' is not TYPE:NAME");
        assertThat(acls(2, "--print", "--create").err()).contains("mutually exclusive");
        assertThat(acls(2, "--script", "--json").err()).contains("choose one");
        assertThat(acls(2, "--set", "dispatcher.threads=0").err()).contains("dispatcher.threads");
    }
}
