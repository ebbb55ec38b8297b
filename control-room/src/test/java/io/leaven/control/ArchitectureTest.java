package io.leaven.control;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of docs/architecture.md over all modules: every module is on the class path of this one. */
@AnalyzeClasses(packages = "io.leaven", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** Package of each module, and the modules that it may depend on. */
    private static final Map<String, Set<String>> MODULES = Map.ofEntries(
            Map.entry("testkit", Set.of()),
            Map.entry("schemas", Set.of()),
            Map.entry("app", Set.of("schemas")),
            Map.entry("platform", Set.of("schemas", "app")),
            Map.entry("agent", Set.of("schemas")),
            Map.entry("causal", Set.of("schemas", "app")),
            Map.entry("generator", Set.of("schemas", "app", "agent")),
            Map.entry("enricher", Set.of("schemas", "app", "causal")),
            Map.entry("trainer", Set.of("schemas", "app", "agent", "causal")),
            Map.entry("dispatcher", Set.of("schemas", "app", "agent")),
            Map.entry(
                    "evaluation",
                    Set.of(
                            "schemas",
                            "app",
                            "platform",
                            "agent",
                            "causal",
                            "generator",
                            "enricher",
                            "trainer",
                            "dispatcher")),
            Map.entry(
                    "control",
                    Set.of(
                            "schemas",
                            "app",
                            "platform",
                            "agent",
                            "causal",
                            "generator",
                            "enricher",
                            "trainer",
                            "dispatcher",
                            "evaluation")));

    private static final DescribedPredicate<JavaClass> PURE = resideInAnyPackage(
                    "io.leaven.agent..",
                    "io.leaven.generator.world..",
                    "io.leaven.enricher.reward..",
                    "io.leaven.causal.uplift..",
                    "io.leaven.causal.boosting..",
                    "io.leaven.trainer.dqn..",
                    "io.leaven.trainer.network..",
                    "io.leaven.trainer.dyna..",
                    "io.leaven.trainer.evaluation..",
                    "io.leaven.trainer.replay..",
                    "io.leaven.dispatcher.guardrail..",
                    "io.leaven.dispatcher.lift..",
                    "io.leaven.dispatcher.snapshot..")
            .or(describe("Decider", type -> type.getName().equals("io.leaven.dispatcher.decision.Decider")))
            .as("pure rooms");

    @ArchTest
    static void modulesDependOnlyOnWhatTheyMay(JavaClasses all) {
        MODULES.forEach((module, allowed) -> {
            String[] others = Stream.concat(Stream.of(module), allowed.stream())
                    .map(ArchitectureTest::packagesOf)
                    .toArray(String[]::new);
            classes()
                    .that(resideInAPackage(packagesOf(module)))
                    .should()
                    .onlyDependOnClassesThat(resideInAnyPackage(others).or(not(resideInAPackage("io.leaven.."))))
                    .check(all);
        });
    }

    @ArchTest
    static void everyModuleHasItsRule(JavaClasses all) {
        Set<String> found = all.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.split("\\.")[2])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found).isEqualTo(new TreeSet<>(MODULES.keySet()));
    }

    @ArchTest
    static final ArchRule MODULES_HAVE_NO_CYCLE =
            slices().matching("io.leaven.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ROOMS_OF_THE_TRAINER_HAVE_NO_CYCLE =
            slices().matching("io.leaven.trainer.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PURE_ROOMS_KNOW_NO_KAFKA =
            noClasses().that(PURE).should().dependOnClassesThat().resideInAnyPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule PURE_ROOMS_KNOW_NO_CLOCK_BUT_THE_ONE_GIVEN = noClasses()
            .that(PURE)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule DJL_STAYS_IN_ITS_ROOMS = noClasses()
            .that()
            .resideOutsideOfPackages("io.leaven.agent.network..", "io.leaven.trainer.network..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule XGBOOST_STAYS_IN_ITS_ROOM = noClasses()
            .that()
            .resideOutsideOfPackage("io.leaven.causal.boosting..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ml.dmlc..");

    @ArchTest
    static final ArchRule PICOCLI_STAYS_IN_COMMANDS = noClasses()
            .that(not(describe("commands, options or the launcher", ArchitectureTest::mayKnowPicocli)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule ONLY_THE_LAUNCHER_EXITS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Leaven.class.getName())
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class);

    /** The guard runs in a child process, and ends that one. */
    @ArchTest
    static final ArchRule ONLY_THE_GUARD_OF_CHILDREN_HALTS = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.leaven.platform.ParentGuard")
            .should()
            .callMethod(Runtime.class, "halt", int.class);

    /** Slow clients must find bounds everywhere. */
    @ArchTest
    static final ArchRule HTTP_SERVERS_ARE_BOUNDED = noClasses()
            .that()
            .resideOutsideOfPackage("io.leaven.app.http..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(HttpServer.class);

    /** Bytes from outside must not choose the classes that are made of them. */
    @ArchTest
    static final ArchRule NOTHING_IS_READ_BY_JAVA_SERIALIZATION =
            noClasses().should().dependOnClassesThat().areAssignableTo("java.io.ObjectInputStream");

    @ArchTest
    static final ArchRule NO_STATIC_FIELD_IS_ASSIGNED_TWICE =
            fields().that().areStatic().should().beFinal();

    private static boolean mayKnowPicocli(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        String name = outer.getSimpleName();
        return name.endsWith("Command") || name.endsWith("Options") || outer.isEquivalentTo(Leaven.class);
    }

    private static String packagesOf(String module) {
        return "io.leaven." + module + "..";
    }
}
