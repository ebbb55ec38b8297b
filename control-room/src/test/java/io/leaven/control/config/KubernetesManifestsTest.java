package io.leaven.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.leaven.app.SettingsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests in {@code kubernetes/}, against Kubernetes' own schema and against what our apps and images are. */
class KubernetesManifestsTest {

    private static final Path FOLDER = Path.of("..", "kubernetes");
    private static final String KUSTOMIZATION = "kustomization.yaml";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1 Namespace", V1Namespace.class,
            "v1 ConfigMap", V1ConfigMap.class,
            "v1 Service", V1Service.class,
            "apps/v1 Deployment", V1Deployment.class,
            "apps/v1 StatefulSet", V1StatefulSet.class,
            "batch/v1 Job", V1Job.class,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class);

    private static List<JsonNode> documents() throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        for (Path file : files()) {
            if (!file.endsWith(KUSTOMIZATION)) {
                documents.addAll(read(file));
            }
        }
        return documents;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static List<JsonNode> read(Path file) throws IOException {
        try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            return all.readAll();
        }
    }

    private static List<JsonNode> workloads() throws IOException {
        return documents().stream()
                .filter(document -> document.at("/spec/template").isObject())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void eachIsValidByTheSchemaOfItsKind(JsonNode document) {
        String kind = kind(document);
        assertThat(KINDS).containsKey(kind);
        assertThat(parsed(document, KINDS.get(kind))).isNotNull();
    }

    /** Kubernetes' own classes throw at a field that a kind does not have, one that is missing, and a value of another type. */
    private static <T> T parsed(JsonNode document, Class<T> kind) {
        return JSON.getGson().fromJson(document.toString(), kind);
    }

    @Test
    void theSchemaFindsAFieldThatIsMisspeltDeepInside() {
        String document = """
                apiVersion: apps/v1
                kind: Deployment
                spec:
                  selector: {matchLabels: {a: b}}
                  template:
                    spec:
                      containers: [{name: x, image: y, readinessprobe: {}}]
                """;

        assertThatThrownBy(() -> parsed(YAML.readTree(document), V1Deployment.class))
                .hasMessageContaining("readinessprobe");
    }

    @Test
    void theKustomizationListsEveryFileAndEveryImage() throws IOException {
        JsonNode kustomization = read(FOLDER.resolve(KUSTOMIZATION)).get(0);
        Set<String> images = workloads().stream()
                .map(workload -> container(workload).get("image").asText())
                .collect(Collectors.toSet());
        String dockerfile = Files.readString(Path.of("..", "Dockerfile"));

        assertThat(texts(kustomization.get("resources")))
                .containsExactlyInAnyOrderElementsOf(files().stream()
                        .map(file -> file.getFileName().toString())
                        .filter(name -> !name.equals(KUSTOMIZATION))
                        .toList());
        assertThat(kustomization.get("images").findValuesAsText("name")).hasSameElementsAs(images);
        assertThat(images)
                .allSatisfy(image -> assertThat(dockerfile).contains(" AS " + image.replace("leaven-", "") + "\n"));
    }

    @Test
    void everyVariableIsASetting() throws IOException {
        Set<String> known = new TreeSet<>(Set.of("LEAVEN_LOG_FORMAT", "LEAVEN_LOG_LEVEL"));
        for (AppSettings app : AppSettings.values()) {
            app.definition().names().forEach(key -> known.add(SettingsSource.environmentName(key)));
        }
        Set<String> used = new TreeSet<>();
        for (JsonNode document : documents()) {
            if (document.get("kind").asText().equals("ConfigMap")) {
                document.get("data").fieldNames().forEachRemaining(used::add);
            }
        }
        workloads()
                .forEach(workload -> used.addAll(container(workload).path("env").findValuesAsText("name")));
        used.removeIf(variable -> variable.startsWith("LEAVEN_KAFKA_"));

        assertThat(used)
                .contains("LEAVEN_BOOTSTRAP_SERVERS", "LEAVEN_DISPATCHER_INSTANCE_ID")
                .isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void aWorkloadOwnsItsPodsAndMayDoNothingThatItNeedNot(JsonNode workload) {
        JsonNode pod = workload.at("/spec/template/spec");
        JsonNode container = container(workload);

        if (!workload.get("kind").asText().equals("Job")) {
            assertThat(workload.at("/spec/selector/matchLabels").properties())
                    .isNotEmpty()
                    .isSubsetOf(workload.at("/spec/template/metadata/labels").properties());
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/ready");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health");
            assertThat(pod.get("terminationGracePeriodSeconds").asInt())
                    .as("an app ends within 10 s")
                    .isGreaterThan(10);
        }
        assertThat(pod.get("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.get("enableServiceLinks").asBoolean(true)).isFalse();
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(texts(container.at("/securityContext/capabilities/drop"))).containsExactly("ALL");
        assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
    }

    private static String kind(JsonNode document) {
        return document.get("apiVersion").asText() + " " + document.get("kind").asText();
    }

    private static JsonNode container(JsonNode workload) {
        return workload.at("/spec/template/spec/containers/0");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
