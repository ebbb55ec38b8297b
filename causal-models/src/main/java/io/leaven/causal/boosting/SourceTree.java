package io.leaven.causal.boosting;

import com.fasterxml.jackson.databind.JsonNode;

/** One tree of XGBoost's JSON model, each access checked. */
final class SourceTree {

    private final int tree;
    private final int size;
    private final JsonNode left;
    private final JsonNode right;
    private final JsonNode features;
    private final JsonNode values;
    private final JsonNode defaultLeft;
    private final JsonNode splitTypes;

    SourceTree(JsonNode json, int tree) throws InvalidTreesException {
        this.tree = tree;
        this.left = XgboostJson.child(json, "left_children");
        this.size = left.size();
        this.right = column(json, "right_children");
        this.features = column(json, "split_indices");
        this.values = column(json, "split_conditions");
        this.defaultLeft = column(json, "default_left");
        this.splitTypes = json.path("split_type");
        if (size == 0) {
            throw new InvalidTreesException("tree " + tree + " is empty");
        }
    }

    int size() {
        return size;
    }

    boolean isLeaf(int node) {
        return left.get(node).asInt() == -1;
    }

    /** The threshold of a split, the value of a leaf. */
    float value(int node) throws InvalidTreesException {
        float value = values.get(node).floatValue();
        if (!values.get(node).isNumber() || !Float.isFinite(value)) {
            throw new InvalidTreesException(at(node) + " has the value " + values.get(node));
        }
        return value;
    }

    int feature(int node, int columns) throws InvalidTreesException {
        if (splitTypes.path(node).asInt() != 0) {
            throw new InvalidTreesException(at(node) + " splits by category, which is not scored");
        }
        int feature = features.get(node).asInt(-1);
        if (feature < 0 || feature >= columns) {
            throw new InvalidTreesException(at(node) + " asks feature " + feature + " of " + columns);
        }
        return feature;
    }

    /** Written as 0 and 1, by old versions as true and false. */
    boolean missingGoesLeft(int node) {
        return defaultLeft.get(node).asBoolean();
    }

    int left(int node) throws InvalidTreesException {
        return child(left, node);
    }

    int right(int node) throws InvalidTreesException {
        return child(right, node);
    }

    private int child(JsonNode children, int node) throws InvalidTreesException {
        int child = children.get(node).asInt(-1);
        if (child <= 0 || child >= size) {
            throw new InvalidTreesException(at(node) + " has child " + child + " among " + size + " nodes");
        }
        return child;
    }

    private JsonNode column(JsonNode json, String name) throws InvalidTreesException {
        JsonNode column = XgboostJson.child(json, name);
        if (column.size() != size) {
            throw new InvalidTreesException(
                    "tree " + tree + " has " + size + " nodes but " + column.size() + " of '" + name + "'");
        }
        return column;
    }

    private String at(int node) {
        return "tree " + tree + ", node " + node;
    }
}
