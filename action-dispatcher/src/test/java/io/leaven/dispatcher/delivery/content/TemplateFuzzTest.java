package io.leaven.dispatcher.delivery.content;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.testkit.Fuzzer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateFuzzTest {

    @TempDir
    private Path folder;

    @Test
    void templates() throws IOException {
        Path file = Files.createDirectories(folder.resolve("push")).resolve("ad.text.mustache");
        Fuzzer.ofTexts(
                        "template",
                        "Hi {{customerId}}, {{discountPercent}} % off {{{promotion}}}! {{! a comment }}\n",
                        "{{#discount}}Step {{step}}{{/discount}}{{^discount}}no{{/discount}}",
                        "{{=<% %>=}}<% channel %>")
                .words(
                        "{{",
                        "}}",
                        "{{{",
                        "{{#step}}",
                        "{{/step}}",
                        "{{^x}}",
                        "{{>../../etc/passwd}}",
                        "{{=| |=}}",
                        "{{customerId.class}}",
                        "{{customerId.bytes}}")
                .refusesBy(TemplateException.class)
                .run(input -> {
                    Files.write(file, input);
                    Templates.read(folder);
                });
    }

    /** Each was an exception of the library's insides. */
    @ParameterizedTest
    @ValueSource(strings = {"{{>other}}", "{{\n}}", "a{{{}}}", "\u00ff"})
    void whatTheLibraryFailsOnIsRefusedWithTheFilesName(String text) throws IOException {
        Path file = Files.createDirectories(folder.resolve("push")).resolve("ad.text.mustache");
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Templates.read(folder))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("ad.text.mustache");
    }
}
