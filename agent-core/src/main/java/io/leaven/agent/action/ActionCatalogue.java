package io.leaven.agent.action;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The actions that an agent chooses among, in a fixed order: none first, then every promotion by the first channel, by the
 * second, and so on. Read from {@code catalogue.yaml}; its hash travels in snapshots and decisions, so that an agent never
 * acts on another catalogue than the one it learned.
 */
public final class ActionCatalogue {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private record Channel(@JsonProperty(required = true) double cost) {}

    private record Promotion(@JsonProperty(required = true) double discount) {}

    private record File(
            @JsonProperty(required = true) LinkedHashMap<String, Channel> channels,
            @JsonProperty(required = true) LinkedHashMap<String, Promotion> promotions) {}

    private final List<String> channels;
    private final List<String> promotions;
    private final List<MarketingAction> actions;
    private final String hash;

    private ActionCatalogue(File file) {
        this.channels = List.copyOf(file.channels.keySet());
        this.promotions = List.copyOf(file.promotions.keySet());
        List<MarketingAction> all = new ArrayList<>();
        all.add(new MarketingAction(MarketingAction.NONE, null, null, 0, 0));
        file.channels.forEach((channel, how) -> file.promotions.forEach((promotion, offer) ->
                all.add(new MarketingAction(all.size(), channel, promotion, how.cost, offer.discount))));
        this.actions = List.copyOf(all);
        this.hash = hash(actions);
    }

    /** The paper's ten actions: push, text and email with an ad, a small and a large discount. */
    public static ActionCatalogue standard() {
        try (InputStream in = ActionCatalogue.class.getResourceAsStream("catalogue.yaml")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "the standard catalogue");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a catalogue file.
     *
     * @throws IllegalArgumentException naming the file and what is wrong in it
     */
    public static ActionCatalogue read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read catalogue " + file + ": " + e.getMessage(), e);
        }
    }

    static ActionCatalogue parse(String yaml, String where) {
        File file;
        try {
            file = YAML.readValue(yaml, File.class);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new IllegalArgumentException(
                    "catalogue " + where + ", line " + line + ": " + e.getOriginalMessage(), e);
        }
        if (file == null || isEmpty(file.channels) || isEmpty(file.promotions)) {
            throw new IllegalArgumentException("catalogue " + where + ": needs at least one channel and one promotion");
        }
        int size = 1 + file.channels.size() * file.promotions.size();
        if (size > ActionMask.MOST) {
            throw new IllegalArgumentException("catalogue " + where + ": makes " + size + " actions, at most "
                    + ActionMask.MOST + " are possible");
        }
        file.channels.forEach((name, channel) -> {
            if (channel == null || !(channel.cost >= 0 && Double.isFinite(channel.cost))) {
                throw new IllegalArgumentException(
                        "catalogue " + where + ": channel '" + name + "' needs a cost of 0 dollars or more");
            }
        });
        file.promotions.forEach((name, promotion) -> {
            if (promotion == null || !(promotion.discount >= 0 && promotion.discount < 1)) {
                throw new IllegalArgumentException(
                        "catalogue " + where + ": promotion '" + name + "' needs a discount from 0 to below 1");
            }
        });
        return new ActionCatalogue(file);
    }

    /** A key without a value, {@code channels:}, is null. */
    private static boolean isEmpty(Map<?, ?> section) {
        return section == null || section.isEmpty();
    }

    /** In order of index. */
    public List<MarketingAction> actions() {
        return actions;
    }

    public MarketingAction action(int index) {
        return actions.get(index);
    }

    public int size() {
        return actions.size();
    }

    /** In the order of the file. */
    public List<String> channels() {
        return channels;
    }

    /** In the order of the file. */
    public List<String> promotions() {
        return promotions;
    }

    /** Index of the message by this channel with this promotion, both by position in the file. */
    public int index(int channel, int promotion) {
        return 1 + channel * promotions.size() + promotion;
    }

    /** Changes with any name, order, cost or discount: 16 hexadecimal digits. */
    public String hash() {
        return hash;
    }

    private static String hash(List<MarketingAction> actions) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (MarketingAction action : actions) {
            lines.put(action.label(), action.cost() + " " + action.discount());
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(lines.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
