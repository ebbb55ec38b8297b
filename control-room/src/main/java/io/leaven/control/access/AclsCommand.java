package io.leaven.control.access;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.SettingsSource;
import io.leaven.control.access.ClusterAcls.Outcome;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.SecurityUtils;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaven acls}: what each app must be allowed to do on a cluster, and the ACLs that allow it. */
@Command(
        name = "acls",
        description = {
            "Show what each app must be allowed to do on a cluster with ACLs, and no more, or create those ACLs.",
            "By the settings that apps run with: give the same --config, --set and environment, as settings such as guardrails,"
                    + " receipts and a holdout need rights of their own."
        })
public final class AclsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Parameters(
            arity = "0..*",
            paramLabel = "APP",
            description = "Only these apps and roles. Default: all",
            completionCandidates = Labels.class)
    private List<String> only = List.of();

    @ArgGroup
    private Action action = new Action();

    private static final class Action {
        @Option(names = "--print", description = "Show them, without asking a broker. The default.")
        private boolean print;

        @Option(names = "--script", description = "Show them as lines of Kafka's tool kafka-acls.sh, to paste.")
        private boolean script;

        @Option(
                names = "--create",
                description = "Create those that are missing, as a super-user of the brokers. May be run again.")
        private boolean create;
    }

    @Option(
            names = "--principal",
            paramLabel = "APP=TYPE:NAME",
            description = "Whom the brokers take an app for. May be repeated. Default: User:leaven-APP")
    private Map<String, String> principals = new LinkedHashMap<>();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "*",
            description = "The only address that they may come from; * for any. Default: ${DEFAULT-VALUE}")
    private String host;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        principals.forEach(this::check);
        if (action.script && json) {
            throw new ParameterException(
                    spec.commandLine(), "--script prints lines for a shell, --json JSON: choose one");
        }
        SettingsSource source = connectionOptions.source();
        try (Connection connection = connectionOptions.connection()) {
            List<Grant> grants = roles().stream()
                    .map(role -> new Grant(
                            role,
                            role.rights(source, connection.topicPrefix()),
                            principals.getOrDefault(role.label(), role.principal()),
                            host))
                    .toList();
            if (action.create) {
                create(connection, grants);
            } else if (action.script) {
                print(AclText.script(grants, connection.bootstrapServers()));
            } else {
                print(json ? Stream.of(AclText.json(grants).toString()) : AclText.table(grants));
            }
        }
        return 0;
    }

    private List<Role> roles() {
        return only.isEmpty()
                ? List.of(Role.values())
                : only.stream().map(Role::byLabel).distinct().toList();
    }

    private void check(String label, String principal) {
        Role.byLabel(label);
        try {
            SecurityUtils.parseKafkaPrincipal(principal);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--principal " + label + ": '" + principal + "' is not TYPE:NAME", e);
        }
    }

    private void create(Connection connection, List<Grant> grants) {
        connection.checkBroker();
        try (Admin admin = connection.admin()) {
            Outcome outcome = new ClusterAcls(admin)
                    .create(grants.stream()
                            .flatMap(grant -> grant.bindings().stream())
                            .toList());
            print(json ? Stream.of(AclText.json(outcome).toString()) : AclText.outcome(outcome));
        }
    }

    private void print(Stream<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
    }

    /** For help and completion. */
    static final class Labels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Role.labels().iterator();
        }
    }
}
