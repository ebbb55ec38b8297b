package io.leaven.causal.boosting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.testkit.Fuzzer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** XGBoost's JSON, damaged before it is packed: trees that are read can be scored. */
class TreesFuzzTest {

    @Test
    void trees() {
        String old = XgboostJsonTest.MODEL.replace("\"[5E-1]\"", "\"5E-1\"");
        Fuzzer.Result result = Fuzzer.ofTexts(
                        "trees", XgboostJsonTest.MODEL, old, old.replace("reg:squarederror", "binary:logistic"))
                .words("\"num_feature\": \"2147483647\"", "[0, 0]", "-1", "\"gbtree\"", "[1, -1, 0]")
                .refusesBy(InvalidTreesException.class)
                .allocatesAtMost(4 << 20, 200)
                .run(input -> {
                    TreeEnsemble trees = TreeEnsemble.read(SavedTrees.compress(input));
                    float score = trees.score(new double[trees.features()]);
                    assertThat(score).isNotNaN();
                });

        assertThat(result.accepted()).isGreaterThan(result.inputs() / 100);
    }

    @Test
    void packedTrees() {
        byte[] packed = SavedTrees.compress(XgboostJsonTest.MODEL.getBytes(UTF_8));
        Fuzzer.of("packed trees", List.of(packed))
                .refusesBy(InvalidTreesException.class)
                .run(TreeEnsemble::read);
    }

    /** Found at input 301,214: scoring one row of a model of 639 bytes took 178 MB. */
    @ParameterizedTest
    @ValueSource(strings = {"22222222", "65537", "0", "-1"})
    void aNumberOfFeaturesThatNobodyHasIsRefused(String features) {
        String model = XgboostJsonTest.MODEL.replace("\"num_feature\": \"2\"", "\"num_feature\": \"" + features + "\"");

        assertThatThrownBy(() -> TreeEnsemble.read(SavedTrees.compress(model.getBytes(UTF_8))))
                .isInstanceOf(InvalidTreesException.class)
                .hasMessageContaining(features + " features are not between 1 and 65536");
    }
}
