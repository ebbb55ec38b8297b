package io.leaven.evaluation.tuning;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Which settings of the trainer to try with which values, read from YAML:
 *
 * <pre>
 * trainer.learning.rate: {from: 3e-4, to: 3e-3, log: true}
 * trainer.dyna.updates: {from: 1000, to: 6000, whole: true}
 * trainer.gamma: {of: [.98, .99, .995]}
 * </pre>
 *
 * Settings are drawn independently of each other. Immutable.
 */
public final class SearchSpace {

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Map<String, SettingRange> ranges;

    private record Entry(List<String> of, Double from, Double to, boolean log, boolean whole) {

        private SettingRange range() {
            if (of != null && from == null && to == null) {
                return new SettingRange.OneOf(of);
            }
            if (of == null && from != null && to != null) {
                return new SettingRange.Between(from, to, log, whole);
            }
            throw new IllegalArgumentException("needs either `of`, or `from` and `to`");
        }
    }

    private static final class Entries extends LinkedHashMap<String, Entry> {
        private static final long serialVersionUID = 1;
    }

    private SearchSpace(Map<String, SettingRange> ranges) {
        this.ranges = ranges;
    }

    /**
     * The space that comes with a preset of the trainer.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SearchSpace of(String preset) {
        try (InputStream in = SearchSpace.class.getResourceAsStream(preset + ".yaml")) {
            if (in == null) {
                throw new IllegalArgumentException("no search space comes with preset '" + preset + "'");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), preset + ".yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException naming the file and what is wrong in it */
    public static SearchSpace read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read search space " + file + ": " + e.getMessage(), e);
        }
    }

    static SearchSpace parse(String yaml, String where) {
        Entries entries;
        try {
            entries = YAML.readValue(yaml, Entries.class);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new IllegalArgumentException(
                    "search space " + where + ", line " + line + ": " + e.getOriginalMessage(), e);
        }
        if (entries == null || entries.isEmpty()) {
            throw new IllegalArgumentException("search space " + where + " names no setting");
        }
        Map<String, SettingRange> ranges = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            try {
                ranges.put(key, (entry == null ? new Entry(null, null, null, false, false) : entry).range());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("search space " + where + ", " + key + ": " + e.getMessage(), e);
            }
        });
        return new SearchSpace(ranges);
    }

    /** Settings at random, by key. */
    public Map<String, String> draw(UniformRandomProvider random) {
        Map<String, String> drawn = new LinkedHashMap<>();
        ranges.forEach((key, range) -> drawn.put(key, range.draw(random)));
        return drawn;
    }
}
