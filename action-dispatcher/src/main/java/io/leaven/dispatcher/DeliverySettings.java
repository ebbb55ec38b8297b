package io.leaven.dispatcher;

import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.dispatcher.delivery.Backends;
import io.leaven.dispatcher.delivery.DeliveryLimits;
import io.leaven.dispatcher.delivery.content.TemplateException;
import io.leaven.dispatcher.delivery.content.Templates;
import io.leaven.dispatcher.delivery.queue.RetrySchedule;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The settings of delivery, beside those of each backend. */
public final class DeliverySettings extends AbstractConfig {

    public static final String BACKEND = "delivery.backend";
    public static final String CONSUMER_GROUP = "delivery.consumer.group";
    public static final String INSTANCE_ID = "delivery.instance.id";
    public static final String IN_FLIGHT = "delivery.in.flight";
    public static final String BUFFER_RECORDS = "delivery.buffer.records";
    public static final String SEND_TIMEOUT_MS = "delivery.send.timeout.ms";
    public static final String COMMIT_INTERVAL_MS = "delivery.commit.interval.ms";
    public static final String CLOSE_TIMEOUT_MS = "delivery.close.timeout.ms";
    public static final String RETRY_PAUSES_MS = "delivery.retry.pauses.ms";
    public static final String RETRY_SCALE = "delivery.retry.scale";
    public static final String RETRY_JITTER = "delivery.retry.jitter";
    public static final String RETRY_AFTER_MAX_MS = "delivery.retry.after.max.ms";
    public static final String THROTTLE_MAX_MS = "delivery.throttle.max.ms";
    public static final String TEMPLATES_DIR = "delivery.templates.dir";
    public static final String UNSUBSCRIBE_URL = "delivery.unsubscribe.url";
    public static final String RECEIPTS_PORT = "delivery.receipts.port";
    public static final String RECEIPTS_HOST = "delivery.receipts.host";
    public static final String RECEIPTS_SECRET_FILE = "delivery.receipts.secret.file";
    public static final String RECEIPTS_PER_SECOND = "delivery.receipts.per.second";
    public static final String RECEIPTS_REMEMBERED = "delivery.receipts.remembered";
    public static final String START_TIMEOUT_MS = "delivery.start.timeout.ms";

    /** The environment variable with the secrets of the receipts endpoint, where no file is named. */
    public static final String RECEIPTS_SECRET_VARIABLE = "LEAVEN_DELIVERY_RECEIPTS_SECRET";

    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    BACKEND,
                    Type.STRING,
                    "log",
                    new ConfigDef.NonEmptyString(),
                    Importance.HIGH,
                    "Name of the backend that sends: `log`, `webhook`, `smtp`, `novu`, `dittofeed`, or one on the class path.")
            .define(
                    CONSUMER_GROUP,
                    Type.STRING,
                    "leaven-delivery",
                    new ConfigDef.NonEmptyString(),
                    Importance.LOW,
                    "Consumer group: its members share the actions, and its committed position is where work goes on.")
            .define(
                    INSTANCE_ID,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Name of this instance among those of the group. One that keeps its name over a restart takes its partitions up"
                            + " again at once; without a name they wait for the session's timeout after a crash.")
            .define(
                    IN_FLIGHT,
                    Type.INT,
                    256,
                    Range.between(1, 10_000),
                    Importance.MEDIUM,
                    "Most messages on their way at once, never two of one customer.")
            .define(
                    BUFFER_RECORDS,
                    Type.INT,
                    20_000,
                    Range.between(1, 10_000_000),
                    Importance.MEDIUM,
                    "Most messages in memory, about 1 KB each: waiting, on their way, and to be tried again. At that many, reading"
                            + " stops.")
            .define(
                    SEND_TIMEOUT_MS,
                    Type.LONG,
                    30_000L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Milliseconds after which an attempt without an outcome counts as failed.")
            .define(
                    COMMIT_INTERVAL_MS,
                    Type.LONG,
                    1_000L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Milliseconds between commits; what was sent since the last one is sent again after a crash.")
            .define(
                    CLOSE_TIMEOUT_MS,
                    Type.LONG,
                    10_000L,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Milliseconds to wait for what is on its way at the end, and when partitions go to another member.")
            .define(
                    RETRY_PAUSES_MS,
                    Type.LIST,
                    "5000,300000,1800000,7200000,18000000,36000000,50400000,72000000,86400000",
                    Importance.MEDIUM,
                    "Milliseconds after the first, second, ... failed attempt. The default is that of the Standard Webhooks"
                            + " specification: ten attempts in 75 hours.")
            .define(RETRY_SCALE, Type.DOUBLE, 1.0, Importance.MEDIUM, "Factor on all pauses, above 0.")
            .define(
                    RETRY_JITTER,
                    Type.DOUBLE,
                    0.1,
                    Range.between(0, 1),
                    Importance.LOW,
                    "Share of each pause that is drawn at random, to both sides.")
            .define(
                    RETRY_AFTER_MAX_MS,
                    Type.LONG,
                    86_400_000L,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Longest pause in milliseconds that a backend may wish for the message it refused.")
            .define(
                    THROTTLE_MAX_MS,
                    Type.LONG,
                    60_000L,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Longest time in milliseconds that such a wish holds up all other messages.")
            .define(
                    TEMPLATES_DIR,
                    Type.STRING,
                    "",
                    Importance.HIGH,
                    "Folder of Mustache templates, `<channel>/<promotion>.<part>.mustache`; empty where the backend has the texts.")
            .define(
                    UNSUBSCRIBE_URL,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "What unsubscribe links begin with: the public URL of the receipts endpoint's `/unsubscribe/`. Empty for none.")
            .define(
                    RECEIPTS_PORT,
                    Type.INT,
                    -1,
                    Range.between(-1, 65_535),
                    Importance.MEDIUM,
                    "Port of the endpoint for receipts and unsubscriptions; -1 for none, 0 for a free one.")
            .define(
                    RECEIPTS_HOST,
                    Type.STRING,
                    "127.0.0.1",
                    Importance.MEDIUM,
                    "Address that it listens at; the default is for a proxy on the same machine.")
            .define(
                    RECEIPTS_SECRET_FILE,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "File of secrets that receipts and unsubscribe links are signed with, one a line, the newest first; empty for"
                            + " those in " + RECEIPTS_SECRET_VARIABLE + ".")
            .define(
                    RECEIPTS_PER_SECOND,
                    Type.INT,
                    100,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Requests a second that one address may make to the endpoint.")
            .define(
                    RECEIPTS_REMEMBERED,
                    Type.INT,
                    200_000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Actions whose standing is remembered, the newest; receipts of older ones count as unknown.")
            .define(
                    START_TIMEOUT_MS,
                    Type.LONG,
                    60_000L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Milliseconds to wait at the start for the topics, and until profiles, and receipts for the endpoint, are read.");

    private final RetrySchedule schedule;

    /**
     * @throws UserError if a key is unknown
     * @throws ConfigException if a value is wrong
     */
    public DeliverySettings(SettingsSource source) {
        super(DEFINITION, values(source, DEFINITION), false);
        this.schedule = readSchedule();
    }

    /** These settings and those of all backends that are installed. */
    public static ConfigDef withBackends() {
        return Backends.withSettings(DEFINITION);
    }

    /** What is set for the keys of a definition, others of delivery left aside. */
    static Map<String, String> values(SettingsSource source, ConfigDef own) {
        Map<String, String> values = source.resolve(withBackends(), ConnectionSettings.DEFINITION);
        values.keySet().retainAll(own.names());
        return values;
    }

    public String backend() {
        return getString(BACKEND);
    }

    public String consumerGroup() {
        return getString(CONSUMER_GROUP);
    }

    /** The name that this instance keeps over restarts, if it was given one. */
    Optional<String> instanceName() {
        return Optional.of(getString(INSTANCE_ID)).filter(name -> !name.isEmpty());
    }

    public DeliveryLimits limits() {
        return new DeliveryLimits(
                getInt(IN_FLIGHT),
                getInt(BUFFER_RECORDS),
                milliseconds(SEND_TIMEOUT_MS),
                milliseconds(COMMIT_INTERVAL_MS),
                milliseconds(RETRY_AFTER_MAX_MS),
                milliseconds(THROTTLE_MAX_MS),
                milliseconds(CLOSE_TIMEOUT_MS));
    }

    public RetrySchedule schedule() {
        return schedule;
    }

    /** @throws UserError if there are templates and one of them is wrong */
    public Optional<Templates> templates() {
        String folder = getString(TEMPLATES_DIR);
        try {
            return folder.isEmpty() ? Optional.empty() : Optional.of(Templates.read(Path.of(folder)));
        } catch (TemplateException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** None for no endpoint. */
    public Optional<InetSocketAddress> receiptsAddress() {
        int port = getInt(RECEIPTS_PORT);
        return port < 0 ? Optional.empty() : Optional.of(new InetSocketAddress(getString(RECEIPTS_HOST), port));
    }

    /** None for no links. */
    public Optional<String> unsubscribeUrl() {
        return Optional.of(getString(UNSUBSCRIBE_URL)).filter(url -> !url.isEmpty());
    }

    public String receiptsSecretFile() {
        return getString(RECEIPTS_SECRET_FILE);
    }

    public int receiptsPerSecond() {
        return getInt(RECEIPTS_PER_SECOND);
    }

    public int receiptsRemembered() {
        return getInt(RECEIPTS_REMEMBERED);
    }

    public Duration startTimeout() {
        return milliseconds(START_TIMEOUT_MS);
    }

    private Duration milliseconds(String key) {
        return Duration.ofMillis(getLong(key));
    }

    private RetrySchedule readSchedule() {
        double scale = getDouble(RETRY_SCALE);
        if (!(scale > 0 && Double.isFinite(scale))) {
            throw new ConfigException(RETRY_SCALE, scale, "must be above 0");
        }
        List<String> pauses = getList(RETRY_PAUSES_MS);
        try {
            return new RetrySchedule(
                    pauses.stream()
                            .map(pause -> Duration.ofMillis(Math.round(notNegative(pause) * scale)))
                            .toList(),
                    getDouble(RETRY_JITTER));
        } catch (NumberFormatException e) {
            throw new ConfigException(RETRY_PAUSES_MS, pauses, "must be whole numbers of 0 or more");
        }
    }

    private static long notNegative(String text) {
        long number = Long.parseLong(text.strip());
        if (number < 0) {
            throw new NumberFormatException(text);
        }
        return number;
    }
}
