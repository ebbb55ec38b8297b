package io.leaven.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Speaks Confluent's REST API over HTTP: one try after the other with growing pauses, over the addresses in turn, until
 * an answer comes or the retry time is over. Every call it makes may safely be repeated. Answers of the registry that
 * say no (4xx) are final; 408, 429 and 5xx are tried again.
 */
public final class HttpSchemaRegistryClient implements SchemaRegistryClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration SHORTEST_TRY = Duration.ofMillis(50);

    private record Registration(String subject, Schema schema) {}

    private final List<String> urls;
    private final Duration requestTimeout;
    private final Duration retryTimeout;
    private final Optional<String> authorization;
    private final HttpClient http;
    private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
    private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();

    public HttpSchemaRegistryClient(SchemaRegistryConfig config) {
        this.urls = config.urls().stream()
                .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
                .toList();
        this.requestTimeout = config.requestTimeout();
        this.retryTimeout = config.retryTimeout();
        this.authorization = config.basicAuth()
                .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                .or(() -> config.bearerToken().map(token -> "Bearer " + token));
        this.http = HttpClient.newBuilder().connectTimeout(requestTimeout).build();
    }

    @Override
    public int register(String subject, Schema schema) {
        return ids.computeIfAbsent(new Registration(subject, schema), registration -> {
            try {
                return idIn(call("POST", "/subjects/" + path(subject) + "/versions", schemaBody(schema)));
            } catch (SchemaRegistryException refusal) {
                // An error code is an answer; without one nobody answered, and asking again would only take longer.
                return Optional.of(refusal)
                        .filter(answer -> answer.errorCode() != 0)
                        .flatMap(answer -> idOfTheSame(subject, schema))
                        .orElseThrow(() -> refusal);
            }
        });
    }

    /** Of two who register a new subject at once Apicurio refuses the slower one, though the schema is there then. */
    private Optional<Integer> idOfTheSame(String subject, Schema schema) {
        try {
            return Optional.of(idIn(call("POST", "/subjects/" + path(subject), schemaBody(schema))));
        } catch (SchemaRegistryException notThere) {
            return Optional.empty();
        }
    }

    private static int idIn(JsonNode answer) {
        return field(answer, "id").asInt();
    }

    @Override
    public int lookUp(String subject, Schema schema) {
        return ids.computeIfAbsent(
                new Registration(subject, schema),
                registration -> idIn(call("POST", "/subjects/" + path(subject), schemaBody(schema))));
    }

    @Override
    public Schema byId(int id) {
        return byId.computeIfAbsent(id, unknown -> parse(field(call("GET", "/schemas/ids/" + id, null), "schema")));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        JsonNode answer = call("GET", "/subjects/" + path(subject) + "/versions/latest", null);
        return new RegisteredSchema(
                subject, field(answer, "id").asInt(), field(answer, "version").asInt(), parse(field(answer, "schema")));
    }

    @Override
    public boolean isCompatible(String subject, Schema schema) {
        try {
            JsonNode answer =
                    call("POST", "/compatibility/subjects/" + path(subject) + "/versions/latest", schemaBody(schema));
            return field(answer, "is_compatible").asBoolean();
        } catch (SchemaRegistryException e) {
            if (e.isNotFound()) {
                return true;
            }
            throw e;
        }
    }

    @Override
    public void setCompatibility(String subject, String level) {
        call("PUT", "/config/" + path(subject), JSON.createObjectNode().put("compatibility", level));
    }

    @Override
    public void setDefaultCompatibility(String level) {
        call("PUT", "/config", JSON.createObjectNode().put("compatibility", level));
    }

    /** Nothing to release: the JDK's client ends with its last reference. */
    @Override
    public void close() {}

    private JsonNode call(String method, String path, JsonNode body) {
        RetryPolicy<JsonNode> retry = RetryPolicy.<JsonNode>builder()
                .handle(Unreachable.class)
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(.2)
                .withMaxRetries(-1)
                .withMaxDuration(retryTimeout)
                .build();
        long started = System.nanoTime();
        try {
            return Failsafe.with(retry).get(attempt -> {
                String url = urls.get(attempt.getAttemptCount() % urls.size());
                return once(url, method, path, body, patience(attempt.isFirstAttempt(), started));
            });
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new SchemaRegistryException(
                    String.format(
                            Locale.ROOT,
                            "schema registry %s was tried for %.1f s at %s %s: %s",
                            String.join(", ", urls),
                            (System.nanoTime() - started) / 1e9,
                            method,
                            path,
                            e.getCause().getMessage()),
                    e.getCause());
        }
    }

    /** The first try has the whole request time, a later one no more than is left of the retry time. */
    private Duration patience(boolean first, long started) {
        Duration left = retryTimeout.minusNanos(System.nanoTime() - started);
        if (first || left.compareTo(requestTimeout) > 0) {
            return requestTimeout;
        }
        return left.compareTo(SHORTEST_TRY) > 0 ? left : SHORTEST_TRY;
    }

    private JsonNode once(String url, String method, String path, JsonNode body, Duration patience)
            throws Unreachable, InterruptedException {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(patience)
                .header("Accept", CONTENT_TYPE)
                .header("Content-Type", CONTENT_TYPE)
                .method(method, publisher);
        authorization.ifPresent(value -> request.header("Authorization", value));
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new Unreachable("no answer (" + reason + ")", e);
        }
        int status = response.statusCode();
        if (status / 100 == 2) {
            return read(url, path, response.body());
        }
        String answer = "HTTP " + status + ": " + abbreviate(response.body());
        if (status == 408 || status == 429 || status >= 500) {
            throw new Unreachable(answer, null);
        }
        throw new SchemaRegistryException(
                "schema registry " + url + " refused " + method + " " + path + " with " + answer,
                errorCode(response.body(), status));
    }

    private static JsonNode read(String url, String path, String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new SchemaRegistryException(
                    "schema registry " + url + path + " answered no JSON: " + abbreviate(body), e);
        }
    }

    private static int errorCode(String body, int status) {
        try {
            return JSON.readTree(body).path("error_code").asInt(status);
        } catch (JsonProcessingException e) {
            return status;
        }
    }

    private static JsonNode field(JsonNode answer, String name) {
        JsonNode value = answer.get(name);
        if (value == null) {
            throw new SchemaRegistryException(
                    "the registry's answer has no '" + name + "': " + abbreviate(answer.toString()), 0);
        }
        return value;
    }

    private static JsonNode schemaBody(Schema schema) {
        return JSON.createObjectNode().put("schema", schema.toString());
    }

    private static Schema parse(JsonNode schema) {
        try {
            return new Schema.Parser().parse(schema.asText());
        } catch (SchemaParseException e) {
            throw new SchemaRegistryException("the registry answered a schema that is not Avro", e);
        } catch (AvroRuntimeException e) {
            throw new SchemaRegistryException("the registry answered a schema that is not valid", e);
        }
    }

    private static String path(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String abbreviate(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }

    /** Worth another try. */
    private static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
