package io.leaven.control.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.control.access.ClusterAcls.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;

/** ACLs for people, for a shell and for machines. */
final class AclText {

    private AclText() {}

    /** A paragraph for each role, a line for each thing that it may do something with; a name that ends in * is a beginning. */
    static Stream<String> table(List<Grant> grants) {
        return grants.stream()
                .flatMap(grant -> Stream.concat(
                        Stream.of(String.format(
                                "%s as %s%s: leaven %s",
                                grant.role().label(),
                                grant.principal(),
                                grant.host().equals("*") ? "" : " from " + grant.host(),
                                grant.role().commands())),
                        Stream.concat(
                                grant.rights().operations().entrySet().stream()
                                        .map(entry -> row(entry.getKey(), entry.getValue())),
                                Stream.of(""))));
    }

    private static String row(ResourcePattern resource, Set<AclOperation> operations) {
        return String.format("  %-17s %-46s %s", kind(resource), name(resource), names(operations));
    }

    /** Lines for a shell that do the same as {@code leaven acls --create}, by Kafka's own tool. */
    static Stream<String> script(List<Grant> grants, String bootstrapServers) {
        Stream<String> head = Stream.of("# admin.properties says how a super-user of the brokers logs in");
        return Stream.concat(
                head,
                grants.stream()
                        .flatMap(grant -> grant.rights().operations().entrySet().stream()
                                .map(entry -> "kafka-acls.sh --bootstrap-server " + quoted(bootstrapServers)
                                        + " --command-config admin.properties --add --allow-principal "
                                        + quoted(grant.principal()) + " --allow-host " + quoted(grant.host())
                                        + entry.getValue().stream()
                                                .map(operation -> " --operation " + camelCase(operation))
                                                .collect(Collectors.joining())
                                        + " --" + kind(entry.getKey()).replace(' ', '-') + " "
                                        + quoted(entry.getKey().name()) + " --resource-pattern-type "
                                        + entry.getKey().patternType().name().toLowerCase(Locale.ROOT))));
    }

    /** What was done, a line each. */
    static Stream<String> outcome(Outcome outcome) {
        Stream<String> created = outcome.created().stream().map(binding -> "created " + line(binding));
        Stream<String> beyond =
                outcome.beyond().stream().map(binding -> "left as it is, though not needed: " + line(binding));
        String sum = String.format(
                Locale.ROOT,
                "%,d ACLs created, %,d stood already%s",
                outcome.created().size(),
                outcome.stood().size(),
                outcome.beyond().isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT, ", %,d more", outcome.beyond().size()));
        return Stream.of(created, beyond, Stream.of(sum)).flatMap(lines -> lines);
    }

    private static String line(AclBinding binding) {
        return String.format(
                "%s %s to %s on %s %s%s",
                binding.entry().permissionType().name().toLowerCase(Locale.ROOT),
                binding.entry().principal(),
                binding.entry().operation(),
                kind(binding.pattern()),
                name(binding.pattern()),
                binding.entry().host().equals("*")
                        ? ""
                        : " from " + binding.entry().host());
    }

    static ArrayNode json(List<Grant> grants) {
        ArrayNode roles = JsonNodeFactory.instance.arrayNode();
        for (Grant grant : grants) {
            ArrayNode acls = roles.addObject()
                    .put("role", grant.role().label())
                    .put("commands", grant.role().commands())
                    .put("principal", grant.principal())
                    .put("host", grant.host())
                    .putArray("acls");
            grant.rights().operations().forEach((resource, operations) -> {
                ArrayNode names = put(acls.addObject(), resource).putArray("operations");
                operations.forEach(operation -> names.add(operation.name()));
            });
        }
        return roles;
    }

    static ObjectNode json(Outcome outcome) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("created", json(outcome.created()));
        node.set("stood", json(outcome.stood()));
        node.set("beyond", json(outcome.beyond()));
        return node;
    }

    private static ArrayNode json(Collection<AclBinding> bindings) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (AclBinding binding : bindings) {
            put(list.addObject(), binding.pattern())
                    .put("permission", binding.entry().permissionType().name())
                    .put("operation", binding.entry().operation().name())
                    .put("principal", binding.entry().principal())
                    .put("host", binding.entry().host());
        }
        return list;
    }

    private static ObjectNode put(ObjectNode node, ResourcePattern resource) {
        return node.put("resource", resource.resourceType().name())
                .put("name", resource.name())
                .put("pattern", resource.patternType().name());
    }

    private static String kind(ResourcePattern resource) {
        return resource.resourceType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String name(ResourcePattern resource) {
        return resource.patternType() == PatternType.PREFIXED ? resource.name() + "*" : resource.name();
    }

    private static String names(Set<AclOperation> operations) {
        return operations.stream().map(AclOperation::name).collect(Collectors.joining(", "));
    }

    /** As the tool writes it: {@code DescribeConfigs}. */
    private static String camelCase(AclOperation operation) {
        return Stream.of(operation.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** Whatever a name holds, the shell takes it as one word. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
