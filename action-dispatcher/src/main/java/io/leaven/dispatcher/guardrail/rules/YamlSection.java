package io.leaven.dispatcher.guardrail.rules;

import io.leaven.app.Suggestion;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** One mapping of a YAML file, whose every complaint names file and line. */
final class YamlSection {

    private final String file;
    private final int line;
    private final Map<String, Entry> values;

    private YamlSection(String file, int line, Map<String, Entry> values) {
        this.file = file;
        this.line = line;
        this.values = values;
    }

    /** A value, and the line of its key. */
    private record Entry(int line, Node value) {}

    /** One value of the file: its text and where it stands. */
    record Scalar(String file, int line, String text) {

        /**
         * Reads the text.
         *
         * @throws IllegalArgumentException naming file and line, with what the reader said
         */
        <T> T as(Function<String, T> reader) {
            try {
                return reader.apply(text);
            } catch (IllegalArgumentException e) {
                throw complaint(file, line, e.getMessage());
            }
        }
    }

    /**
     * The mapping that a file consists of; one without keys if it is empty.
     *
     * @param file its name, for complaints
     */
    static YamlSection of(String text, String file) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        Node root;
        try {
            root = new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw complaint(file, line, e.getProblem());
        } catch (YAMLException e) {
            throw complaint(file, 1, e.getMessage());
        }
        return root == null || isNull(root) ? new YamlSection(file, 1, Map.of()) : section(root, file, "the file");
    }

    private static YamlSection section(Node node, String file, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw complaint(file, lineOf(node), what + " is not a mapping of keys to values");
        }
        Map<String, Entry> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw complaint(file, lineOf(tuple.getKeyNode()), "a key is not a word");
            }
            if (values.put(key.getValue(), new Entry(lineOf(key), tuple.getValueNode())) != null) {
                throw complaint(file, lineOf(key), "key '" + key.getValue() + "' stands twice");
            }
        }
        return new YamlSection(file, lineOf(node), values);
    }

    /** Refuses any key but these. */
    YamlSection only(List<String> known) {
        values.forEach((key, entry) -> {
            if (!known.contains(key)) {
                String suggestion = Suggestion.of(key, known);
                String hint = suggestion.isEmpty() ? "; known are " + String.join(", ", known) : suggestion;
                throw complaint(file, entry.line, "unknown key '" + key + "'" + hint);
            }
        });
        return this;
    }

    /** In the order of the file. */
    List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /** The value of a key, which must be a single one; empty if it is not there. */
    Optional<Scalar> scalar(String key) {
        return Optional.ofNullable(values.get(key)).map(entry -> scalar(entry.value, key));
    }

    /** The value of a key that must be there. */
    Scalar required(String key) {
        return scalar(key).orElseThrow(() -> complaint(file, line, "'" + key + "' is missing"));
    }

    /** The values of a key: one or a list of them; none if it is not there. */
    List<Scalar> scalars(String key) {
        Entry entry = values.get(key);
        if (entry == null || !(entry.value instanceof SequenceNode sequence)) {
            return scalar(key).stream().toList();
        }
        List<Scalar> list = new ArrayList<>();
        sequence.getValue().forEach(each -> list.add(scalar(each, key)));
        return list;
    }

    /** The mapping under a key; empty if it is not there. */
    Optional<YamlSection> section(String key) {
        return Optional.ofNullable(values.get(key)).map(entry -> section(entry.value, file, "'" + key + "'"));
    }

    /** A complaint about this mapping as a whole. */
    IllegalArgumentException complaint(String text) {
        return complaint(file, line, text);
    }

    private Scalar scalar(Node node, String key) {
        if (!(node instanceof ScalarNode scalar) || isNull(node)) {
            throw complaint(file, lineOf(node), "'" + key + "' needs a single value");
        }
        return new Scalar(file, lineOf(node), scalar.getValue());
    }

    private static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static IllegalArgumentException complaint(String file, int line, String text) {
        return new IllegalArgumentException(file + ", line " + line + ": " + text);
    }
}
