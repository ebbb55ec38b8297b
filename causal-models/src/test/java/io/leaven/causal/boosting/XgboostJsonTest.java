package io.leaven.causal.boosting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model written by hand after XGBoost's "Introduction to Model IO"; its scores are sums that one can do in the head. */
class XgboostJsonTest {

    /**
     * First tree: x0 below 1.5, missing to the right: 10; else x1 below -2, missing to the left: 20, else 40. Second tree: 100.
     * Base score .5.
     */
    static final String MODEL = """
            {"learner": {
              "gradient_booster": {"model": {"trees": [
                {"left_children": [1, -1, 4, -1, -1], "right_children": [2, -1, 3, -1, -1],
                 "split_indices": [0, 0, 1, 0, 0], "split_conditions": [1.5, 10, -2, 40, 20],
                 "default_left": [0, 0, 1, 0, 0], "split_type": [0, 0, 0, 0, 0]},
                {"left_children": [-1], "right_children": [-1], "split_indices": [0], "split_conditions": [1E2],
                 "default_left": [0], "split_type": [0]}]}, "name": "gbtree"},
              "learner_model_param": {"base_score": "[5E-1]", "num_class": "0", "num_feature": "2", "num_target": "1"},
              "objective": {"name": "reg:squarederror"}}, "version": [3, 4, 0]}
            """;

    @ParameterizedTest(name = "x0 {0}, x1 {1}: {2}")
    @CsvSource({
        "0, 0, 110.5",
        "1.4999, NaN, 110.5",
        "1.5, -3, 120.5",
        "1.5, -2, 140.5",
        "9, 7, 140.5",
        "NaN, -2.5, 120.5",
        "NaN, 0, 140.5",
        "2, NaN, 120.5",
        "-Infinity, 0, 110.5",
        "Infinity, 0, 140.5"
    })
    void addsBaseScoreAndOneLeafOfEachTree(double x0, double x1, float expected) throws InvalidTreesException {
        assertThat(read(MODEL).score(new double[] {x0, x1})).isEqualTo(expected);
    }

    @Test
    void readsTheOldFormsOfBaseScoreAndDirections() throws InvalidTreesException {
        String old = MODEL.replace("\"[5E-1]\"", "\"5E-1\"")
                .replace("[0, 0, 1, 0, 0], \"split_type\"", "[false, false, true, false, false], \"split_type\"")
                .replace(", \"num_target\": \"1\"", "");
        assertThat(read(old).score(new double[] {2, Double.NaN})).isEqualTo(120.5f);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "reg:squarederror  | reg:gamma          | reg:gamma",
                "gbtree            | dart               | dart",
                "\"num_target\": \"1\" | \"num_target\": \"2\" | one output",
                "\"num_class\": \"0\"  | \"num_class\": \"3\"  | no classes",
                "[5E-1]            | [1,2]              | base score '[1,2]'",
                "[5E-1]            | NaN                | base score 'NaN'",
                "\"trees\"         | \"bushes\"         | lack 'trees'",
                "[0, 0, 1, 0, 0], \"split_conditions\" | [0, 0, 2, 0, 0], \"split_conditions\" | asks feature 2 of 2",
                "[1.5, 10          | [1.5, 1e99         | has the value 1.0E99",
                "[1.5, 10          | [1.5, \"x\"        | has the value \"x\"",
                "[2, -1, 3, -1     | [2, -1, 9, -1      | child 9 among 5 nodes",
                "[1, -1, 4, -1, -1] | [1, -1, 1, 2, -1]  | has a loop",
                "[1, -1, 4, -1, -1] | [1, -1, 4, -1]     | 4 nodes but 5",
                "\"split_type\": [0, 0, 0, 0, 0] | \"split_type\": [0, 0, 1, 0, 0] | splits by category",
                "{\"learner\"      | {[\"learner\"      | not JSON"
            })
    void refusesWhatItWouldScoreWrongly(String good, String bad, String reason) {
        assertThat(MODEL).contains(good);
        assertThatThrownBy(() -> read(MODEL.replace(good, bad)))
                .isInstanceOf(InvalidTreesException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anyDamageEitherIsRefusedOrLeavesFiniteScores() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] model = MODEL.getBytes(UTF_8);
        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = model.clone();
            damaged[random.nextInt(damaged.length)] = (byte) (32 + random.nextInt(95));
            try {
                TreeEnsemble trees = XgboostJson.read(damaged, damaged);
                assertThat(trees.score(new double[Math.max(2, Math.min(trees.features(), 100))]))
                        .as("seed %d: %s", seed, new String(damaged, UTF_8))
                        .isFinite();
            } catch (InvalidTreesException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void refusesBytesThatAreNotWhole() throws InvalidTreesException {
        byte[] saved = SavedTrees.compress(MODEL.getBytes(UTF_8));
        assertThat(TreeEnsemble.read(saved).trees()).isEqualTo(2);
        for (int length : new int[] {0, 5, saved.length / 2, saved.length - 1}) {
            assertThatThrownBy(() -> TreeEnsemble.read(Arrays.copyOf(saved, length)))
                    .isInstanceOf(InvalidTreesException.class)
                    .hasMessageContaining("gzip");
        }
    }

    private static TreeEnsemble read(String json) throws InvalidTreesException {
        return TreeEnsemble.read(SavedTrees.compress(json.getBytes(UTF_8)));
    }
}
