package io.leaven.dispatcher;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.app.Validators;
import io.leaven.dispatcher.decision.BeforeFirstSnapshot;
import io.leaven.dispatcher.decision.DecisionTime;
import io.leaven.dispatcher.decision.PolicyChoice;
import io.leaven.dispatcher.group.GroupAssignment;
import io.leaven.dispatcher.group.GroupShares;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** The dispatcher's settings. */
public final class DispatcherSettings extends AbstractConfig {

    public static final String CATALOGUE_FILE = "dispatcher.catalogue.file";
    public static final String SEED = "dispatcher.seed";
    public static final String POLICY = "dispatcher.policy";
    public static final String POLICY_TEMPERATURE = "dispatcher.policy.temperature";
    public static final String BEFORE_FIRST_SNAPSHOT = "dispatcher.before.first.snapshot";
    public static final String GROUP_SALT = "dispatcher.group.salt";
    public static final String GROUP_HOLDOUT_SHARE = "dispatcher.group.holdout.share";
    public static final String GROUP_RANDOM_SHARE = "dispatcher.group.random.share";
    public static final String MESSAGE_TTL_MS = "dispatcher.message.ttl.ms";
    public static final String GUARDRAILS_FILE = "dispatcher.guardrails.file";
    public static final String GUARDRAILS_RELOAD_MS = "dispatcher.guardrails.reload.ms";
    public static final String GUARDRAILS_TIME = "dispatcher.guardrails.time";
    public static final String PROFILES = "dispatcher.profiles";
    public static final String THREADS = "dispatcher.threads";
    public static final String CONSUMER_GROUP = "dispatcher.consumer.group";
    public static final String INSTANCE_ID = "dispatcher.instance.id";
    public static final String BATCH_MAX_RECORDS = "dispatcher.batch.max.records";
    public static final String TRANSACTION_TIMEOUT_MS = "dispatcher.transaction.timeout.ms";
    public static final String START_TIMEOUT_MS = "dispatcher.start.timeout.ms";

    private static final String EPSILON_GREEDY = "epsilon-greedy";
    private static final String GREEDY = "greedy";
    private static final String SOFTMAX = "softmax";
    private static final String WALL = "wall";
    private static final String REQUEST = "request";

    public static final ConfigDef DEFINITION = BandSettings.define(new ConfigDef()
            .define(
                    CATALOGUE_FILE,
                    Type.STRING,
                    "",
                    Importance.HIGH,
                    "File of channels and promotions; empty for the standard catalogue of ten actions.")
            .define(
                    SEED,
                    Type.LONG,
                    1L,
                    Importance.MEDIUM,
                    "Seed of the draws: the same requests, seed and snapshot give the same decisions.")
            .define(
                    POLICY,
                    Type.STRING,
                    EPSILON_GREEDY,
                    ValidString.in(EPSILON_GREEDY, GREEDY, SOFTMAX),
                    Importance.MEDIUM,
                    "How Q-values become probabilities; epsilon comes with the snapshot.")
            .define(
                    POLICY_TEMPERATURE,
                    Type.DOUBLE,
                    1.0,
                    Validators.aboveZero(),
                    Importance.LOW,
                    "Temperature of the softmax policy, in the unit of Q-values.")
            .define(
                    BEFORE_FIRST_SNAPSHOT,
                    Type.STRING,
                    "random",
                    ValidString.in("random", "none"),
                    Importance.MEDIUM,
                    "What the agent's customers get before there is a snapshot: `random` is uniform over what is"
                            + " allowed (the decision's group is RANDOM), `none` no message.")
            .define(
                    GROUP_SALT,
                    Type.STRING,
                    "leaven",
                    Importance.MEDIUM,
                    "Salt of the hash that puts customers into groups; another one makes another split.")
            .define(
                    GROUP_HOLDOUT_SHARE,
                    Type.DOUBLE,
                    0.0,
                    Range.between(0, 1),
                    Importance.MEDIUM,
                    "Share of customers that are never messaged.")
            .define(
                    GROUP_RANDOM_SHARE,
                    Type.DOUBLE,
                    0.0,
                    Range.between(0, 1),
                    Importance.MEDIUM,
                    "Share of customers that get uniformly random actions, for unbiased learning.")
            .define(
                    MESSAGE_TTL_MS,
                    Type.LONG,
                    0L,
                    Range.atLeast(0),
                    Importance.MEDIUM,
                    "Milliseconds after the request's time in which a message may be sent; 0 for no limit.")
            .define(
                    GUARDRAILS_FILE,
                    Type.STRING,
                    "",
                    Importance.HIGH,
                    "File of rules: caps, quiet hours, budget and more; empty for none but consent and reachability.")
            .define(
                    GUARDRAILS_RELOAD_MS,
                    Type.LONG,
                    1_000L,
                    Range.atLeast(10),
                    Importance.LOW,
                    "Milliseconds between two looks at whether that file changed; a change counts once two looks in a row"
                            + " agree.")
            .define(
                    GUARDRAILS_TIME,
                    Type.STRING,
                    WALL,
                    ValidString.in(WALL, REQUEST),
                    Importance.LOW,
                    "Which time rules go by: `wall` is the time of the decision, `request` the request's own, for"
                            + " simulated and replayed streams.")
            .define(
                    PROFILES,
                    Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Whether to follow customer-profiles, whose consent, time zone and addresses override the"
                            + " request's.")
            .define(THREADS, Type.INT, 1, Range.between(1, 256), Importance.MEDIUM, "Threads that decide.")
            .define(
                    CONSUMER_GROUP,
                    Type.STRING,
                    "leaven-dispatcher",
                    new ConfigDef.NonEmptyString(),
                    Importance.LOW,
                    "Consumer group: its members share the requests, and its committed position is where work goes on.")
            .define(
                    INSTANCE_ID,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Name of this instance among those of the group. One that keeps its name over a crash takes its"
                            + " partitions and its unfinished transaction over at once; without a name that waits for the"
                            + " session's and the transaction's timeout.")
            .define(
                    BATCH_MAX_RECORDS,
                    Type.INT,
                    2_000,
                    Range.between(1, 100_000),
                    Importance.LOW,
                    "Most requests that are decided together, in one transaction.")
            .define(
                    TRANSACTION_TIMEOUT_MS,
                    Type.INT,
                    10_000,
                    Range.atLeast(1_000),
                    Importance.LOW,
                    "Milliseconds after which the broker gives up the transaction of an instance that died.")
            .define(
                    START_TIMEOUT_MS,
                    Type.LONG,
                    30_000L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Milliseconds to wait at the start for the topics, and until snapshots and profiles are read."));

    private final String instanceId;

    /**
     * @throws UserError if a key is unknown
     * @throws ConfigException if a value is wrong
     */
    public DispatcherSettings(SettingsSource source) {
        super(DEFINITION, own(source), false);
        this.instanceId = getString(INSTANCE_ID).isEmpty() ? UUID.randomUUID().toString() : getString(INSTANCE_ID);
        try {
            shares();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(GROUP_HOLDOUT_SHARE + " and " + GROUP_RANDOM_SHARE + ": " + e.getMessage());
        }
    }

    /** @throws UserError if there is such a file and it cannot be used */
    public ActionCatalogue catalogue() {
        String file = getString(CATALOGUE_FILE);
        try {
            return file.isEmpty() ? ActionCatalogue.standard() : ActionCatalogue.read(Path.of(file));
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    public long seed() {
        return getLong(SEED);
    }

    public PolicyChoice policy() {
        return switch (getString(POLICY)) {
            case GREEDY -> PolicyChoice.greedy();
            case SOFTMAX -> PolicyChoice.softmax(getDouble(POLICY_TEMPERATURE));
            default -> PolicyChoice.epsilonGreedy();
        };
    }

    public BeforeFirstSnapshot beforeFirstSnapshot() {
        return BeforeFirstSnapshot.valueOf(getString(BEFORE_FIRST_SNAPSHOT).toUpperCase(Locale.ROOT));
    }

    public GroupAssignment groups() {
        return new GroupAssignment(getString(GROUP_SALT), shares());
    }

    /** Zero for no limit. */
    public Duration messageTtl() {
        return Duration.ofMillis(getLong(MESSAGE_TTL_MS));
    }

    /** None but consent and reachability without a file. */
    public Optional<Path> guardrailsFile() {
        String file = getString(GUARDRAILS_FILE);
        return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
    }

    public Duration guardrailsReload() {
        return Duration.ofMillis(getLong(GUARDRAILS_RELOAD_MS));
    }

    /** @param clock of effect where rules go by the time of the decision */
    public DecisionTime decisionTime(InstantSource clock) {
        return getString(GUARDRAILS_TIME).equals(WALL) ? DecisionTime.wall(clock) : DecisionTime.ofRequests();
    }

    /** Control bands and the shadow. */
    public BandSettings bands() {
        return new BandSettings(this);
    }

    /** Whether the live snapshot's customers are held against the holdout: only where there is one. */
    boolean watchesLift() {
        return getDouble(GROUP_HOLDOUT_SHARE) > 0 && bands().lift().isPresent();
    }

    /** This instance's name, given or made up. */
    public String instanceId() {
        return instanceId;
    }

    /** The name that this instance keeps over restarts, if it was given one. */
    Optional<String> instanceName() {
        return Optional.of(getString(INSTANCE_ID)).filter(name -> !name.isEmpty());
    }

    public boolean followsProfiles() {
        return getBoolean(PROFILES);
    }

    public int threads() {
        return getInt(THREADS);
    }

    public String consumerGroup() {
        return getString(CONSUMER_GROUP);
    }

    /**
     * The transactional id of one of this instance's producers.
     *
     * @param thread counted from 0
     * @param turn which of the thread's producers, counted from 0
     */
    public String transactionalId(int thread, int turn) {
        return consumerGroup() + "-" + instanceId + "-" + thread + "-" + turn;
    }

    public int batchMaxRecords() {
        return getInt(BATCH_MAX_RECORDS);
    }

    public int transactionTimeoutMs() {
        return getInt(TRANSACTION_TIMEOUT_MS);
    }

    public Duration startTimeout() {
        return Duration.ofMillis(getLong(START_TIMEOUT_MS));
    }

    private GroupShares shares() {
        return new GroupShares(getDouble(GROUP_HOLDOUT_SHARE), getDouble(GROUP_RANDOM_SHARE));
    }

    private static Map<String, String> own(SettingsSource source) {
        Map<String, String> values = source.resolve(DEFINITION, ConnectionSettings.DEFINITION);
        values.keySet().retainAll(DEFINITION.names());
        return values;
    }
}
