package io.leaven.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.RetryPolicyBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Speaks Confluent's REST API over HTTP: one try after the other with growing pauses, over the addresses in turn, until
 * an answer comes or the retry time is over. Every call it makes may safely be repeated. Answers of the registry that
 * say no (4xx) are final; 408, 429 and 5xx are tried again.
 */
public final class HttpSchemaRegistryClient implements SchemaRegistryClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    /** Larger than any schema; what answers without end is not read without end. */
    private static final int MOST_ANSWER_BYTES = 16 << 20;

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
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(requestTimeout);
        config.trust().ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    @Override
    public int register(String subject, Schema schema) {
        return ids.computeIfAbsent(new Registration(subject, schema), registration -> {
            try {
                return RegistryAnswer.id(call("POST", "/subjects/" + path(subject) + "/versions", schemaBody(schema)));
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
            return Optional.of(RegistryAnswer.id(call("POST", "/subjects/" + path(subject), schemaBody(schema))));
        } catch (SchemaRegistryException notThere) {
            return Optional.empty();
        }
    }

    @Override
    public int lookUp(String subject, Schema schema) {
        return ids.computeIfAbsent(
                new Registration(subject, schema),
                registration -> RegistryAnswer.id(call("POST", "/subjects/" + path(subject), schemaBody(schema))));
    }

    @Override
    public Schema byId(int id) {
        return byId.computeIfAbsent(id, unknown -> RegistryAnswer.schema(call("GET", "/schemas/ids/" + id, null)));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return RegistryAnswer.registered(subject, call("GET", "/subjects/" + path(subject) + "/versions/latest", null));
    }

    @Override
    public boolean isCompatible(String subject, Schema schema) {
        try {
            JsonNode answer =
                    call("POST", "/compatibility/subjects/" + path(subject) + "/versions/latest", schemaBody(schema));
            return RegistryAnswer.isCompatible(answer);
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
        long started = System.nanoTime();
        try {
            return Failsafe.with(retries()).get(attempt -> {
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

    /** None where the time for them is over before the first pause is: Failsafe would refuse such a policy. */
    private RetryPolicy<JsonNode> retries() {
        RetryPolicyBuilder<JsonNode> retries = RetryPolicy.<JsonNode>builder().handle(Unreachable.class);
        if (retryTimeout.compareTo(FIRST_PAUSE) <= 0) {
            return retries.withMaxRetries(0).build();
        }
        return retries.withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(.2)
                .withMaxRetries(-1)
                .withMaxDuration(retryTimeout)
                .build();
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
            response = http.send(request.build(), BoundedBody.handler(MOST_ANSWER_BYTES));
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new Unreachable("no answer (" + reason + ")", e);
        }
        int status = response.statusCode();
        if (status / 100 == 2) {
            return RegistryAnswer.read(url + path, response.body());
        }
        String answer = "HTTP " + status + ": " + RegistryAnswer.abbreviate(response.body());
        if (status == 408 || status == 429 || status >= 500) {
            throw new Unreachable(answer, null);
        }
        throw new SchemaRegistryException(
                "schema registry " + url + " refused " + method + " " + path + " with " + answer,
                RegistryAnswer.errorCode(response.body(), status));
    }

    private static JsonNode schemaBody(Schema schema) {
        return JSON.createObjectNode().put("schema", schema.toString());
    }

    private static String path(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Worth another try. */
    private static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
