package io.leaven.dispatcher.guardrail.rules;

import io.leaven.testkit.Fuzzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardrailFuzzTest {

    /** The documented example, whole and without its comments. */
    @Test
    void guardrails() throws IOException {
        String example = Files.readString(Path.of("../docs/guardrails.yaml"));
        String plain = example.replaceAll("(?m)^ *#.*\\R", "");
        Fuzzer.ofTexts("guardrails.yaml", example, plain, "cap: 3 per 7d\n", "channels: {push: {send: false}}\n")
                .words(
                        "&a ",
                        "*a",
                        "!!binary ",
                        "? ",
                        "- ",
                        "{a: ",
                        "<<: *a",
                        "24:00-08:00 hold",
                        "999999999d",
                        "0 per 1d",
                        "none",
                        "|\n",
                        "%YAML 9.9\n",
                        "---\n",
                        "Europe/Nowhere")
                .refusesBy(IllegalArgumentException.class)
                .allocatesAtMost(4 << 20, 1_000)
                .run(input -> GuardrailFile.parse(
                        new String(input, StandardCharsets.UTF_8), "fuzz", List.of("push", "text", "email")));
    }
}
