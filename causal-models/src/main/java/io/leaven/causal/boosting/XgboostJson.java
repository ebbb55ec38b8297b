package io.leaven.causal.boosting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads XGBoost's JSON model ("Introduction to Model IO" in its documentation, schema of 1.x to 3.x) into a {@link TreeEnsemble}.
 * Whatever would be scored differently from XGBoost is refused: another booster or objective than least squares and logistic, several outputs, categorical
 * splits. Trees are laid out anew from the root, so unreachable nodes fall away and a loop is found.
 */
final class XgboostJson {

    /** Whoever scores makes rows of so many numbers: a damaged count must not ask for gigabytes. */
    private static final int MOST_FEATURES = 1 << 16;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode trees;
    private final int features;
    private int[] roots;
    private int[] split = new int[256];
    private float[] value = new float[256];
    private int[] left = new int[256];
    private int nodes;

    private XgboostJson(JsonNode trees, int features) {
        this.trees = trees;
        this.features = features;
    }

    static TreeEnsemble read(byte[] json, byte[] saved) throws InvalidTreesException {
        JsonNode learner;
        try {
            learner = child(JSON.readTree(json), "learner");
        } catch (IOException e) {
            throw new InvalidTreesException("trees are not JSON: " + e.getMessage(), e);
        }
        JsonNode shape = child(learner, "learner_model_param");
        boolean logistic = isLogistic(child(child(learner, "objective"), "name").asText());
        requireText("one output", "1", shape.path("num_target").isMissingNode() ? null : shape.get("num_target"));
        requireText("no classes", "0", child(shape, "num_class"));
        JsonNode booster = child(learner, "gradient_booster");
        requireText("plain boosted trees", "gbtree", child(booster, "name"));

        int features = integer(child(shape, "num_feature"));
        if (features < 1 || features > MOST_FEATURES) {
            throw new InvalidTreesException(features + " features are not between 1 and " + MOST_FEATURES);
        }
        XgboostJson reader = new XgboostJson(child(child(booster, "model"), "trees"), features);
        reader.layOut();
        return new TreeEnsemble(
                saved,
                features,
                logistic ? logit(baseScore(child(shape, "base_score"))) : baseScore(child(shape, "base_score")),
                logistic,
                reader.roots,
                Arrays.copyOf(reader.split, reader.nodes),
                Arrays.copyOf(reader.value, reader.nodes),
                Arrays.copyOf(reader.left, reader.nodes));
    }

    /** The same model with its first trees only. */
    static byte[] firstTrees(byte[] json, int count) throws InvalidTreesException {
        try {
            JsonNode whole = JSON.readTree(json);
            ObjectNode model = (ObjectNode) child(child(child(whole, "learner"), "gradient_booster"), "model");
            keep(model, "trees", count);
            keep(model, "tree_info", count);
            keep(model, "iteration_indptr", count + 1);
            ((ObjectNode) child(model, "gbtree_model_param")).put("num_trees", Integer.toString(count));
            return JSON.writeValueAsBytes(whole);
        } catch (IOException e) {
            throw new InvalidTreesException("trees are not JSON: " + e.getMessage(), e);
        }
    }

    private static void keep(ObjectNode model, String name, int count) {
        if (model.get(name) instanceof ArrayNode array) {
            while (array.size() > count) {
                array.remove(array.size() - 1);
            }
        }
    }

    private static boolean isLogistic(String objective) throws InvalidTreesException {
        for (Objective known : Objective.values()) {
            if (known.xgboost().equals(objective)) {
                return known == Objective.LOGISTIC;
            }
        }
        throw new InvalidTreesException(
                "only regression on squared error and logistic trees are scored, not " + objective);
    }

    /** XGBoost keeps the base score of a logistic model as a probability. */
    private static float logit(float probability) throws InvalidTreesException {
        if (!(probability > 0 && probability < 1)) {
            throw new InvalidTreesException("base score " + probability + " is no probability between 0 and 1");
        }
        return (float) -Math.log(1 / (double) probability - 1);
    }

    private void layOut() throws InvalidTreesException {
        roots = new int[trees.size()];
        for (int tree = 0; tree < roots.length; tree++) {
            roots[tree] = nodes;
            layOut(tree, new SourceTree(trees.get(tree), tree));
        }
    }

    /** Breadth first: the children of a node get two neighbouring places when the node itself is placed. */
    private void layOut(int tree, SourceTree source) throws InvalidTreesException {
        int[] from = new int[source.size()];
        int first = nodes;
        int placed = 1;
        grow(first + from.length);
        for (int i = 0; i < placed; i++) {
            int node = from[i];
            int here = first + i;
            value[here] = source.value(node);
            if (source.isLeaf(node)) {
                split[here] = TreeEnsemble.LEAF;
                continue;
            }
            if (placed + 2 > from.length) {
                throw new InvalidTreesException("tree " + tree + " has a loop");
            }
            split[here] = source.feature(node, features) << 1 | (source.missingGoesLeft(node) ? 0 : 1);
            left[here] = first + placed;
            from[placed++] = source.left(node);
            from[placed++] = source.right(node);
        }
        nodes = first + placed;
    }

    private void grow(int size) {
        if (size > split.length) {
            int capacity = Math.max(size, split.length * 2);
            split = Arrays.copyOf(split, capacity);
            value = Arrays.copyOf(value, capacity);
            left = Arrays.copyOf(left, capacity);
        }
    }

    /** A number in text, since 3.0 as a list of one: {@code "[3.5E0]"}. */
    private static float baseScore(JsonNode node) throws InvalidTreesException {
        String text = node.asText().strip();
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
        }
        try {
            float score = Float.parseFloat(text);
            if (Float.isFinite(score)) {
                return score;
            }
        } catch (NumberFormatException e) {
            throw new InvalidTreesException("base score '" + node.asText() + "' is not one number", e);
        }
        throw new InvalidTreesException("base score '" + node.asText() + "' is not finite");
    }

    private static int integer(JsonNode node) throws InvalidTreesException {
        try {
            return Integer.parseInt(node.asText());
        } catch (NumberFormatException e) {
            throw new InvalidTreesException("'" + node.asText() + "' is not a whole number", e);
        }
    }

    private static void requireText(String what, String expected, JsonNode found) throws InvalidTreesException {
        if (found != null && !found.asText().equals(expected)) {
            throw new InvalidTreesException("only " + what + " (" + expected + ") is scored, not " + found.asText());
        }
    }

    static JsonNode child(JsonNode parent, String name) throws InvalidTreesException {
        JsonNode child = parent == null ? null : parent.get(name);
        if (child == null) {
            throw new InvalidTreesException("trees lack '" + name + "'");
        }
        return child;
    }
}
