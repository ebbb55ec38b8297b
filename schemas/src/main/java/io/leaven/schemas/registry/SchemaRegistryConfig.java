package io.leaven.schemas.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** Where the registry is and how to speak to it, under Confluent's names where Confluent has one. */
public final class SchemaRegistryConfig extends AbstractConfig {

    public static final String URL = "schema.registry.url";
    public static final String BASIC_AUTH = "basic.auth.user.info";
    public static final String BEARER_TOKEN = "bearer.auth.token";
    public static final String TRUSTSTORE = "schema.registry.ssl.truststore.location";
    public static final String TRUSTSTORE_TYPE = "schema.registry.ssl.truststore.type";
    public static final String TRUSTSTORE_PASSWORD = "schema.registry.ssl.truststore.password";
    public static final String REQUEST_TIMEOUT_MS = "schema.registry.request.timeout.ms";
    public static final String RETRY_TIMEOUT_MS = "schema.registry.retry.timeout.ms";

    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    URL,
                    Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.CompositeValidator.of(
                            new UrlsWithoutPasswords(), ConfigDef.ValidList.anyNonDuplicateValues(false, false)),
                    Importance.HIGH,
                    "Address of the schema registry, several with commas; `mock://scope` keeps schemas in memory.")
            .define(
                    BASIC_AUTH,
                    Type.PASSWORD,
                    null,
                    Importance.MEDIUM,
                    "`user:password` for basic authentication at the registry.")
            .define(BEARER_TOKEN, Type.PASSWORD, null, Importance.MEDIUM, "Token for bearer authentication.")
            .define(
                    TRUSTSTORE,
                    Type.STRING,
                    null,
                    Importance.MEDIUM,
                    "File of the certificates that a registry over HTTPS may show; without it, those that the JDK trusts.")
            .define(
                    TRUSTSTORE_TYPE,
                    Type.STRING,
                    "PEM",
                    ConfigDef.ValidString.in("PEM", "PKCS12", "JKS"),
                    Importance.LOW,
                    "What that file is.")
            .define(TRUSTSTORE_PASSWORD, Type.PASSWORD, null, Importance.LOW, "Its password, unless it is PEM.")
            .define(
                    REQUEST_TIMEOUT_MS,
                    Type.INT,
                    10_000,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    "Milliseconds to wait for one answer of the registry.")
            .define(
                    RETRY_TIMEOUT_MS,
                    Type.INT,
                    30_000,
                    ConfigDef.Range.atLeast(0),
                    Importance.LOW,
                    "Milliseconds after which a call that failed is not tried again.");

    public SchemaRegistryConfig(Map<String, ?> values) {
        super(DEFINITION, values, false);
        if (getPassword(BASIC_AUTH) != null && getPassword(BEARER_TOKEN) != null) {
            throw new ConfigException("set " + BASIC_AUTH + " or " + BEARER_TOKEN + ", not both");
        }
        // The JDK's client would repeat the whole header in its error.
        if (bearerToken().filter(token -> !token.matches("[!-~]+")).isPresent()) {
            throw new ConfigException(BEARER_TOKEN + " has a character that no header can carry");
        }
    }

    List<String> urls() {
        return getList(URL);
    }

    Optional<String> basicAuth() {
        return Optional.ofNullable(getPassword(BASIC_AUTH)).map(Password::value);
    }

    Optional<String> bearerToken() {
        return Optional.ofNullable(getPassword(BEARER_TOKEN)).map(Password::value);
    }

    /** None for what the JDK trusts. */
    Optional<SSLContext> trust() {
        Password password = getPassword(TRUSTSTORE_PASSWORD);
        return Optional.ofNullable(getString(TRUSTSTORE))
                .map(file -> RegistryTrust.context(
                        Path.of(file),
                        getString(TRUSTSTORE_TYPE),
                        password == null ? null : password.value().toCharArray()));
    }

    Duration requestTimeout() {
        return Duration.ofMillis(getInt(REQUEST_TIMEOUT_MS));
    }

    Duration retryTimeout() {
        return Duration.ofMillis(getInt(RETRY_TIMEOUT_MS));
    }
}
