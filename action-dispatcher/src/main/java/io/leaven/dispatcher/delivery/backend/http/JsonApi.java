package io.leaven.dispatcher.delivery.backend.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.BackendContext;
import io.leaven.dispatcher.delivery.SendOutcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** A messaging product's public API: one URL that takes JSON, and one key in the header {@code authorization}. */
final class JsonApi implements AutoCloseable {

    private static final long TIMEOUT_MS = 20_000;

    private final String product;
    private final Keys keys;
    private URI url;
    private String authorization;
    private HttpSender sender;

    /**
     * The settings' keys.
     *
     * @param url where the API is
     * @param secretFile which file the key is in
     * @param allowPrivate whether the URL may be in the own network
     * @param secretVariable the environment variable with the key, where no file is named
     */
    record Keys(String url, String secretFile, String allowPrivate, String secretVariable) {}

    /** @param product its name, for people */
    JsonApi(String product, Keys keys) {
        this.product = product;
        this.keys = keys;
    }

    /**
     * @param defaultUrl where the product's own cloud is
     * @param secret what the key is called there
     */
    ConfigDef settings(String defaultUrl, String secret) {
        return new ConfigDef()
                .define(keys.url, Type.STRING, defaultUrl, Importance.HIGH, "Where " + product + "'s API is.")
                .define(
                        keys.secretFile,
                        Type.STRING,
                        "",
                        Importance.HIGH,
                        "File with " + product + "'s " + secret + "; empty for the one in " + keys.secretVariable + ".")
                .define(
                        keys.allowPrivate,
                        Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether the URL may be in the own network, as with a " + product + " of one's own.");
    }

    /**
     * @param path of the request
     * @param scheme what stands before the key in the header
     * @throws UserError if the URL is wrong or there is no key
     */
    void open(BackendContext context, String path, String scheme) {
        url = HttpSettings.url(context.settings().getString(keys.url), keys.url).resolve(path);
        List<String> secrets = context.secrets(keys.secretFile, keys.secretVariable);
        if (secrets.isEmpty()) {
            throw new UserError(
                    "no key for " + product + ": name a file by " + keys.secretFile + " or set " + keys.secretVariable);
        }
        authorization = scheme + " " + secrets.get(0);
        sender = HttpSettings.sender(context, TIMEOUT_MS, context.settings().getBoolean(keys.allowPrivate), false);
    }

    CompletionStage<SendOutcome> post(Map<String, String> headers, ObjectNode body) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("authorization", authorization);
        all.put("content-type", "application/json");
        return sender.post(url, all, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        if (sender != null) {
            sender.close();
        }
    }
}
