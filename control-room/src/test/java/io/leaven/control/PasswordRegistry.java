package io.leaven.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.leaven.schemas.registry.InMemorySchemaRegistryClient;
import io.leaven.schemas.registry.SchemaRegistryClient.RegisteredSchema;
import io.leaven.schemas.registry.SchemaRegistryException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;

/** As much of a schema registry as the apps ask for, behind basic authentication. */
final class PasswordRegistry implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final InMemorySchemaRegistryClient schemas = new InMemorySchemaRegistryClient();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String expected;
    private final HttpServer server;

    /** @param user name and password with a colon between them */
    PasswordRegistry(String user) throws IOException {
        expected = "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            int status = 200;
            if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                status = 401;
                answer.put("error_code", 401).put("message", "who is it?");
            } else {
                try {
                    fill(
                            answer,
                            exchange.getRequestURI().getPath().split("/"),
                            JSON.readTree(exchange.getRequestBody()));
                } catch (SchemaRegistryException e) {
                    status = 404;
                    answer.put("error_code", e.errorCode()).put("message", e.getMessage());
                }
            }
            byte[] body = JSON.writeValueAsBytes(answer);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** @param path such as {@code /subjects/S/versions}, in parts */
    private void fill(ObjectNode answer, String[] path, JsonNode asked) {
        String what = path.length > 1 ? path[1] : "";
        if (what.equals("subjects") && path.length == 5) {
            RegisteredSchema latest = schemas.latest(path[2]);
            answer.put("id", latest.id())
                    .put("version", latest.version())
                    .put("schema", latest.schema().toString());
        } else if (what.equals("subjects") && asked.has("schema")) {
            Schema schema = new Schema.Parser().parse(asked.get("schema").asText());
            answer.put("id", path.length == 4 ? schemas.register(path[2], schema) : schemas.lookUp(path[2], schema));
        } else if (what.equals("schemas")) {
            answer.put("schema", schemas.byId(Integer.parseInt(path[3])).toString());
        } else if (what.equals("compatibility")) {
            answer.put("is_compatible", true);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
