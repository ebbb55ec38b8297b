package io.leaven.agent.action;

import io.leaven.testkit.Fuzzer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CatalogueFuzzTest {

    @Test
    void catalogues() throws IOException {
        String standard;
        try (InputStream in = ActionCatalogue.class.getResourceAsStream("catalogue.yaml")) {
            standard = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Fuzzer.ofTexts(
                        "catalogue.yaml",
                        standard,
                        "channels: {push: {cost: 1}}\npromotions: {ad: {discount: 0}}\n",
                        "channels:\n  \"a b\":\n    cost: 1e-2\npromotions:\n  x:\n    discount: 0.5\n")
                .words(
                        "channels: null\n",
                        "promotions: ~\n",
                        "&a ",
                        "*a",
                        "!!int ",
                        "? ",
                        "- ",
                        "{a: ",
                        "[",
                        "cost: .inf",
                        "|\n",
                        "<<: *a")
                .refusesBy(IllegalArgumentException.class)
                .allocatesAtMost(4 << 20, 1_000)
                .run(input -> ActionCatalogue.parse(new String(input, StandardCharsets.UTF_8), "fuzz"));
    }
}
