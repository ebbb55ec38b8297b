package io.leaven.causal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

class HtmlReportTest {

    @Test
    void escapesWhateverComesFromData() {
        String html = new HtmlReport("<t>")
                .section("a & b")
                .paragraph("\"x\" < 'y'")
                .warning("1 > 0")
                .table(List.of("<h>", "n"), List.of(List.of("<script>", "1")))
                .html();
        assertThat(html)
                .contains("<title>&lt;t&gt;</title>", "<h2>a &amp; b</h2>", "&quot;x&quot; &lt; &#39;y&#39;")
                .contains("1 &gt; 0", "&lt;h&gt;", "<td>&lt;script&gt;</td><td>1</td>")
                .doesNotContain("<script>")
                .endsWith("</html>\n");
    }

    @Test
    void picturesLieWithinThePage(@TempDir Path folder) throws IOException {
        XYChart chart = Charts.lines("gain", "share", "dollars");
        chart.addSeries("model", new double[] {0, .5, 1}, new double[] {0, 2, 1});
        Path file = folder.resolve("new/report.html");
        new HtmlReport("t").figure(Charts.png(chart), "the gain").write(file);
        Matcher image = Pattern.compile("<img alt=\"the gain\" src=\"data:image/png;base64,([^\"]+)\">")
                .matcher(Files.readString(file));
        assertThat(image.find()).isTrue();
        BufferedImage picture =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(image.group(1))));
        assertThat(picture.getWidth()).isEqualTo(1_800);
        assertThat(picture.getHeight()).isEqualTo(900);
        // Blue, the colour of the first series, is somewhere in it.
        boolean drawn = false;
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                drawn |= (picture.getRGB(x, y) & 0xFFFFFF) == 0x0072B2;
            }
        }
        assertThat(drawn).isTrue();
        assertThat(Files.readString(file)).doesNotContain("http");
    }

    @Test
    void refusesRowsOfAnotherWidth() {
        assertThatThrownBy(() -> new HtmlReport("t").table(List.of("a", "b"), List.of(List.of("1"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
