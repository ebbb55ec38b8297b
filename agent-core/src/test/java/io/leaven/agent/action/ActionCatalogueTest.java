package io.leaven.agent.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionCatalogueTest {

    private static final String SMALL = "channels:\n  push: { cost: 1 }\npromotions:\n  ad: { discount: 0 }\n";

    @Test
    void theStandardCatalogueHasThePapersTenActions() {
        // DESIGN section 4 for the order, WORLD.md for the prices
        ActionCatalogue catalogue = ActionCatalogue.standard();
        assertThat(catalogue.actions())
                .extracting(MarketingAction::label)
                .containsExactly(
                        "none",
                        "ad-push",
                        "small-push",
                        "large-push",
                        "ad-text",
                        "small-text",
                        "large-text",
                        "ad-email",
                        "small-email",
                        "large-email");
        assertThat(catalogue.action(6)).isEqualTo(new MarketingAction(6, "text", "large", .40, .25));
        assertThat(catalogue.action(7)).isEqualTo(new MarketingAction(7, "email", "ad", .20, 0));
        assertThat(catalogue.action(0).isMessage()).isFalse();
        assertThat(catalogue.index(2, 1)).isEqualTo(8);
    }

    @Test
    void theHashChangesWithEveryPriceNameAndOrder() {
        String hash = ActionCatalogue.parse(SMALL, "x").hash();
        assertThat(hash)
                .matches("[0-9a-f]{16}")
                .isEqualTo(ActionCatalogue.parse(SMALL + "\n# note\n", "y").hash());
        assertThat(ActionCatalogue.parse(SMALL.replace("cost: 1", "cost: 2"), "x")
                        .hash())
                .isNotEqualTo(hash);
        assertThat(ActionCatalogue.parse(SMALL.replace("discount: 0", "discount: .1"), "x")
                        .hash())
                .isNotEqualTo(hash);
        assertThat(ActionCatalogue.parse(SMALL.replace("push", "post"), "x").hash())
                .isNotEqualTo(hash);
    }

    @Test
    void aMistakeIsNamedWithFileAndLine(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("mine.yaml"), SMALL + "colour: red\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActionCatalogue.read(file))
                .withMessageContaining("mine.yaml")
                .withMessageContaining("line 5")
                .withMessageContaining("colour");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActionCatalogue.read(folder.resolve("none.yaml")))
                .withMessageContaining("none.yaml");
    }

    @Test
    void refusesPricesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActionCatalogue.parse(SMALL.replace("cost: 1", "cost: -1"), "x"))
                .withMessageContaining("push");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActionCatalogue.parse(SMALL.replace("discount: 0", "discount: 1"), "x"))
                .withMessageContaining("ad");
        assertThatIllegalArgumentException().isThrownBy(() -> ActionCatalogue.parse("", "x"));
    }

    @Test
    void refusesMoreActionsThanAMaskHolds() {
        String many = IntStream.range(0, 64)
                .mapToObj(i -> "  p" + i + ": { discount: 0 }\n")
                .collect(Collectors.joining("", "channels:\n  push: { cost: 1 }\npromotions:\n", ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ActionCatalogue.parse(many, "x"))
                .withMessageContaining("65 actions");
    }

    /** Found by the fuzz test: a key without a value was a NullPointerException. */
    @Test
    void aKeyWithoutAValueIsRefused() {
        assertThatThrownBy(() -> ActionCatalogue.parse("channels: {push: {cost: 1}}\npromotions:\n", "c.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("c.yaml: needs at least one channel and one promotion");
    }
}
