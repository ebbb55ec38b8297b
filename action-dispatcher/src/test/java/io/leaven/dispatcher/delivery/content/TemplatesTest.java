package io.leaven.dispatcher.delivery.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.dispatcher.delivery.Actions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {

    @TempDir
    private Path folder;

    @Test
    void partsAreRenderedAndOnlyHtmlIsEscaped() throws Exception {
        write("variables.properties", "shop=Bread & Co");
        write("email/small.subject.mustache", "{{discountPercent}}% off at {{shop}}\n");
        write("email/small.text.mustache", "For {{customerId}}. Stop: {{unsubscribeUrl}}");
        write("email/small.html.mustache", "<p>{{shop}}</p><a href=\"{{unsubscribeUrl}}\">x</a>");

        Map<String, String> content = Templates.read(folder)
                .render(Actions.action("a<b", 3, "email", "small", 0.15), Optional.of("https://u.example/t"));

        assertThat(content)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "subject", "15% off at Bread & Co",
                        "text", "For a<b. Stop: https://u.example/t",
                        "html", "<p>Bread &amp; Co</p><a href=\"https://u.example/t\">x</a>"));
    }

    @Test
    void missingVariableIsNamedWithFileAndLine() throws Exception {
        write("push/ad.text.mustache", "Hello\n\n{{customerId}}, {{nickname}}");

        assertThatThrownBy(() -> Templates.read(folder))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("ad.text.mustache:3")
                .hasMessageContaining("'nickname'");
    }

    @Test
    void templateThatIsNoneIsNamedWithFileAndLine() throws Exception {
        write("push/ad.text.mustache", "Hello\n{{#open}} never closed");

        assertThatThrownBy(() -> Templates.read(folder))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("ad.text.mustache")
                .hasMessageMatching("(?s).*line.?2.*");
    }

    @Test
    void emailWithoutALinkToUnsubscribeIsRefused() throws Exception {
        write("email/ad.subject.mustache", "Hello");
        write("email/ad.text.mustache", "Buy bread");

        assertThatThrownBy(() -> Templates.read(folder))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("ad.text.mustache")
                .hasMessageContaining("unsubscribeUrl");
    }

    @Test
    void missingTemplateAndMissingLinkAreErrorsNotInventions() throws Exception {
        write("email/ad.text.mustache", "Stop: {{unsubscribeUrl}}");
        Templates templates = Templates.read(folder);

        assertThatThrownBy(() -> templates.render(Actions.action("c", 1, "text", "ad", 0), Optional.empty()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("text/ad");
        assertThatThrownBy(() -> templates.render(Actions.action("c", 1, "email", "ad", 0), Optional.empty()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("unsubscribeUrl");
    }

    @Test
    void strangeFileNamesAndEmptyFoldersAreErrors() throws Exception {
        assertThatThrownBy(() -> Templates.read(folder)).isInstanceOf(TemplateException.class);
        assertThatThrownBy(() -> Templates.read(folder.resolve("nowhere"))).isInstanceOf(TemplateException.class);
        write("push/ad.body.mustache", "x");
        assertThatThrownBy(() -> Templates.read(folder))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("ad.body.mustache");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
