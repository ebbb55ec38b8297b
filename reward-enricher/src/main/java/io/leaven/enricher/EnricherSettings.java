package io.leaven.enricher;

import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.causal.uplift.StandardNormal;
import io.leaven.enricher.reward.EngagementReward;
import io.leaven.enricher.reward.RewardPreset;
import io.leaven.enricher.reward.RewardWeights;
import io.leaven.enricher.step.StepLimits;
import io.leaven.schemas.feature.CustomerHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** What can be set about the enricher. */
public final class EnricherSettings extends AbstractConfig {

    public static final String APPLICATION_ID = "enricher.application.id";
    public static final String INSTANCE_ID = "enricher.instance.id";
    public static final String STATE_DIR = "enricher.state.dir";
    public static final String THREADS = "enricher.threads";
    public static final String COMMIT_INTERVAL_MS = "enricher.commit.interval.ms";
    public static final String CACHE_MAX_BYTES = "enricher.cache.max.bytes";
    public static final String ROCKSDB_MAX_BYTES = "enricher.rocksdb.max.bytes";
    public static final String STANDBY_REPLICAS = "enricher.standby.replicas";
    public static final String START_TIMEOUT_MS = "enricher.start.timeout.ms";
    public static final String DECISION_GRACE_MS = "enricher.decision.grace.ms";
    public static final String WAITING_MAX = "enricher.waiting.max";
    public static final String DECISIONS_MAX = "enricher.decisions.max";
    public static final String MESSAGE_DECAY = "enricher.history.message.decay";
    public static final String PURCHASE_DECAY = "enricher.history.purchase.decay";
    public static final String REWARD_PRESET = "enricher.reward.preset";
    public static final String REWARD_TICKET = "enricher.reward.ticket";
    public static final String REWARD_UPLIFT = "enricher.reward.uplift";
    public static final String REWARD_TIER_UP = "enricher.reward.tier.up";
    public static final String REWARD_GOLD_KEPT = "enricher.reward.gold.kept";
    public static final String REWARD_TIER_DROP = "enricher.reward.tier.drop";
    public static final String REWARD_MESSAGE_COST = "enricher.reward.message.cost";
    public static final String REWARD_DISCOUNT_COST = "enricher.reward.discount.cost";
    public static final String REWARD_FATIGUE = "enricher.reward.fatigue";
    public static final String REWARD_OPENED = "enricher.reward.opened";
    public static final String REWARD_CLICKED = "enricher.reward.clicked";
    public static final String RECEIPT_GRACE_MS = "enricher.receipt.grace.ms";
    public static final String HELD_MAX = "enricher.held.max";
    public static final String REWARD_UPLIFT_QUANTILE = "enricher.reward.uplift.quantile";
    public static final String REQUEST_UPLIFT_QUANTILE = "enricher.request.uplift.quantile";

    public static final ConfigDef DEFINITION = definition();

    private static final Duration LONGEST_SCAN_INTERVAL = Duration.ofSeconds(1);
    private static final Duration SHORTEST_SCAN_INTERVAL = Duration.ofMillis(50);

    /**
     * Reads the settings of a source that holds the connection's, too.
     *
     * @throws ConfigException if a value is wrong
     */
    public EnricherSettings(SettingsSource source) {
        super(DEFINITION, own(source), false);
    }

    private static Map<String, String> own(SettingsSource source) {
        Map<String, String> values = source.resolve(DEFINITION, ConnectionSettings.DEFINITION);
        values.keySet().retainAll(DEFINITION.names());
        return values;
    }

    /** Names the consumer group, the internal topics and the state of all instances that share the work. */
    String applicationId(String topicPrefix) {
        return Optional.ofNullable(getString(APPLICATION_ID)).orElse(topicPrefix + RewardEnricherTopology.APP);
    }

    /** The name that this instance keeps over restarts, if it was given one. */
    Optional<String> instanceName() {
        return Optional.of(getString(INSTANCE_ID)).filter(name -> !name.isEmpty());
    }

    Path stateDir() {
        String set = getString(STATE_DIR);
        return set == null
                ? Path.of(System.getProperty("java.io.tmpdir"), "leaven-" + System.getProperty("user.name"), "state")
                : Path.of(set);
    }

    int threads() {
        int threads = getInt(THREADS);
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    int commitIntervalMs() {
        return getInt(COMMIT_INTERVAL_MS);
    }

    long cacheMaxBytes() {
        return getLong(CACHE_MAX_BYTES);
    }

    long rocksDbMaxBytes() {
        return getLong(ROCKSDB_MAX_BYTES);
    }

    int standbyReplicas() {
        return getInt(STANDBY_REPLICAS);
    }

    Duration startTimeout() {
        return Duration.ofMillis(getInt(START_TIMEOUT_MS));
    }

    StepLimits limits() {
        return new StepLimits(getLong(DECISION_GRACE_MS), getInt(WAITING_MAX), getInt(DECISIONS_MAX), getInt(HELD_MAX));
    }

    /** Time between looks for overdue events: a quarter of the grace time, within bounds. */
    Duration scanInterval() {
        Duration quarter = Duration.ofMillis(getLong(DECISION_GRACE_MS) / 4);
        if (quarter.compareTo(LONGEST_SCAN_INTERVAL) > 0) {
            return LONGEST_SCAN_INTERVAL;
        }
        return quarter.compareTo(SHORTEST_SCAN_INTERVAL) < 0 ? SHORTEST_SCAN_INTERVAL : quarter;
    }

    CustomerHistory history() {
        return new CustomerHistory(getDouble(MESSAGE_DECAY), getDouble(PURCHASE_DECAY));
    }

    /** The preset's weights, with those that are set one by one in their place. */
    RewardWeights rewardWeights() {
        RewardWeights preset =
                RewardPreset.byLabel(getString(REWARD_PRESET)).orElseThrow().weights();
        return new RewardWeights(
                weight(REWARD_TICKET, preset.ticket()),
                weight(REWARD_UPLIFT, preset.uplift()),
                weight(REWARD_TIER_UP, preset.tierUp()),
                weight(REWARD_GOLD_KEPT, preset.goldKept()),
                weight(REWARD_TIER_DROP, preset.tierDrop()),
                weight(REWARD_MESSAGE_COST, preset.messageCost()),
                weight(REWARD_DISCOUNT_COST, preset.discountCost()),
                weight(REWARD_FATIGUE, preset.fatigue()),
                getDouble(REWARD_UPLIFT_QUANTILE));
    }

    /** What openings and clicks bring; off by default, in every preset. */
    EngagementReward engagementReward() {
        return new EngagementReward(getDouble(REWARD_OPENED), getDouble(REWARD_CLICKED), getLong(RECEIPT_GRACE_MS));
    }

    /** Standard errors above the estimate at which requests carry the uplift's bound; empty for no bounds. */
    OptionalDouble requestBoundZ() {
        double quantile = getDouble(REQUEST_UPLIFT_QUANTILE);
        return quantile == 0 ? OptionalDouble.empty() : OptionalDouble.of(StandardNormal.quantile(quantile));
    }

    private double weight(String key, double preset) {
        Double set = getDouble(key);
        return set == null ? preset : set;
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef()
                .define(
                        APPLICATION_ID,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "Name that instances sharing the work have in common. Default: the topic prefix and"
                                + " `enricher`.")
                .define(
                        INSTANCE_ID,
                        Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "Name of this instance among those that share the work. One that keeps its name, and its state"
                                + " folder, over a restart takes its partitions up again at once; without a name they"
                                + " wait for the session's timeout after a crash.")
                .define(
                        STATE_DIR,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "Folder of the local stores, which Kafka can rebuild; inside, each cluster and application has"
                                + " its own. Default: `leaven-USER/state` in the system's temporary folder.")
                .define(
                        THREADS,
                        Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Threads, of which each takes some partitions; 0 for one a processor.")
                .define(
                        COMMIT_INTERVAL_MS,
                        Type.INT,
                        100,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Milliseconds between commits. What was written becomes visible at a commit: longer is more"
                                + " records a second, and a later decision for each.")
                .define(
                        CACHE_MAX_BYTES,
                        Type.LONG,
                        64L << 20,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Bytes of memory, over all threads, in which changes of the stores gather until a commit.")
                .define(
                        ROCKSDB_MAX_BYTES,
                        Type.LONG,
                        128L << 20,
                        Range.atLeast(16 << 20),
                        Importance.MEDIUM,
                        "Bytes of native memory for the stores of all partitions of this process together: cached blocks and, up to half"
                                + " of it, what is not on disk yet.")
                .define(
                        STANDBY_REPLICAS,
                        Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Copies of each customer's state that other instances keep up to date, to go on at once where one is lost with its"
                                + " disk. Without, the state is read from Kafka first.")
                .define(
                        START_TIMEOUT_MS,
                        Type.INT,
                        15_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Milliseconds to wait at the start for the topics and for the causal models on record.")
                .define(
                        DECISION_GRACE_MS,
                        Type.LONG,
                        60_000L,
                        Range.between(0, Duration.ofDays(365).toMillis()),
                        Importance.MEDIUM,
                        "Milliseconds that a customer event waits for the decision of its step; then the action counts"
                                + " as none with unknown propensity. After a start, so long nothing is taken for overdue"
                                + " that records on the topics have not come to.")
                .define(
                        WAITING_MAX,
                        Type.INT,
                        64,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Events of one customer that may wait; one more, and the first closes without its decision.")
                .define(
                        DECISIONS_MAX,
                        Type.INT,
                        64,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Decisions of one customer that are kept for steps not closed yet; more go to dead letters.")
                .define(
                        MESSAGE_DECAY,
                        Type.DOUBLE,
                        .75,
                        Range.between(0, 1),
                        Importance.LOW,
                        "What a step leaves of the decayed count of messages.")
                .define(
                        PURCHASE_DECAY,
                        Type.DOUBLE,
                        .8,
                        Range.between(0, 1),
                        Importance.LOW,
                        "What a step leaves of the decayed share of steps with a purchase.")
                .define(
                        REWARD_PRESET,
                        Type.STRING,
                        RewardPreset.CAUSAL.label(),
                        ValidString.in(Arrays.stream(RewardPreset.values())
                                .map(RewardPreset::label)
                                .toArray(String[]::new)),
                        Importance.HIGH,
                        "Weights of the reward: `causal` charges for messages and discounts, `paper` does not.");
        weight(definition, REWARD_TICKET, "a dollar of the ticket");
        weight(definition, REWARD_UPLIFT, "a dollar of causal uplift, on a purchase after a message");
        weight(definition, REWARD_TIER_UP, "a rise of the tier");
        weight(definition, REWARD_GOLD_KEPT, "a step in which gold stayed gold");
        weight(definition, REWARD_TIER_DROP, "a fall of the tier without a purchase, below 0");
        weight(definition, REWARD_MESSAGE_COST, "a dollar paid for a message; it is subtracted");
        weight(definition, REWARD_DISCOUNT_COST, "a dollar given away as a discount; it is subtracted");
        weight(definition, REWARD_FATIGUE, "a message, per recent message before it; it is subtracted");
        engagement(definition, REWARD_OPENED, "a message that was opened or clicked");
        engagement(definition, REWARD_CLICKED, "a message that was clicked, on top");
        return definition
                .define(
                        RECEIPT_GRACE_MS,
                        Type.LONG,
                        Duration.ofHours(1).toMillis(),
                        Range.between(0, Duration.ofDays(365).toMillis()),
                        Importance.MEDIUM,
                        "Milliseconds after a step's close in which openings and clicks of its message still count; its"
                                + " transition is written that much later. Of no effect unless one of them brings something.")
                .define(
                        HELD_MAX,
                        Type.INT,
                        16,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Transitions of one customer that wait for receipts; one more, and the first is written with what is"
                                + " known.")
                .define(
                        REWARD_UPLIFT_QUANTILE,
                        Type.DOUBLE,
                        .5,
                        ConfigDef.LambdaValidator.with(EnricherSettings::requireShare, () -> "above 0, below 1"),
                        Importance.LOW,
                        "Quantile of the estimated uplift that the reward counts: .5 is the estimate itself, .1 a"
                                + " cautious lower bound. Any but .5 refuses uplift models without standard errors.")
                .define(
                        REQUEST_UPLIFT_QUANTILE,
                        Type.DOUBLE,
                        .95,
                        Range.between(0, .9999),
                        Importance.LOW,
                        "Quantile of the estimated uplift that decision requests carry as upper bound, for the"
                                + " guardrail do-not-disturb; 0 for none. Of no effect while the uplift model has no"
                                + " standard errors.");
    }

    private static void weight(ConfigDef definition, String key, String what) {
        definition.define(
                key,
                Type.DOUBLE,
                null,
                ConfigDef.LambdaValidator.with(EnricherSettings::requireFinite, () -> "a finite number"),
                Importance.LOW,
                "What the reward counts for " + what + ". Default: as the preset says.");
    }

    private static void engagement(ConfigDef definition, String key, String what) {
        definition.define(
                key,
                Type.DOUBLE,
                0.0,
                ConfigDef.LambdaValidator.with(EnricherSettings::requireFinite, () -> "a finite number"),
                Importance.LOW,
                "Dollars that the reward counts for " + what
                        + ". With this and the other 0, as in both presets, receipts are" + " not read.");
    }

    private static void requireShare(String key, Object value) {
        if (value instanceof Double number && !(number > 0 && number < 1)) {
            throw new ConfigException(key, value, "must be above 0 and below 1");
        }
    }

    private static void requireFinite(String key, Object value) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new ConfigException(key, value, "must be a finite number");
        }
    }
}
