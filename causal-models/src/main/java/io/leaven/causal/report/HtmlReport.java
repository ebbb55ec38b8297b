package io.leaven.causal.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * One HTML page that needs nothing beside itself: headings, paragraphs, tables, and pictures within the page. All text is
 * escaped. Parts appear in the order in which they are added. Not safe for use by several threads.
 */
public final class HtmlReport {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2.2rem; }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
            th, td { padding: .25rem .8rem; text-align: right; border-bottom: 1px solid #ddd; white-space: nowrap; }
            th { border-bottom: 2px solid #999; } th:first-child, td:first-child { text-align: left; }
            td.text { text-align: left; white-space: normal; }
            figure { margin: 1.2rem 0; } img { max-width: 100%%; height: auto; }
            figcaption { color: #555; font-size: .9rem; }
            .warning { border-left: .3rem solid #c60; background: #fff4e5; padding: .5rem .8rem; }
            </style>
            </head>
            <body>
            <h1>%s</h1>
            """;

    private final StringBuilder html = new StringBuilder();

    public HtmlReport(String title) {
        html.append(HEAD.formatted(escaped(title), escaped(title)));
    }

    /** Begins a part of the page. */
    public HtmlReport section(String title) {
        html.append("<h2>").append(escaped(title)).append("</h2>\n");
        return this;
    }

    public HtmlReport paragraph(String text) {
        html.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** A paragraph that nobody should miss. */
    public HtmlReport warning(String text) {
        html.append("<p class=\"warning\">").append(escaped(text)).append("</p>\n");
        return this;
    }

    /**
     * A table. The first column stands left, as do cells that are long text; the others stand right, as numbers do.
     *
     * @throws IllegalArgumentException if a row is of another width than the header
     */
    public HtmlReport table(List<String> header, List<List<String>> rows) {
        html.append("<div class=\"scroll\"><table>\n<tr>");
        header.forEach(
                name -> html.append("<th scope=\"col\">").append(escaped(name)).append("</th>"));
        html.append("</tr>\n");
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("a row of " + row.size() + " cells under " + header);
            }
            html.append("<tr>");
            row.forEach(cell -> html.append(cell.length() > 40 ? "<td class=\"text\">" : "<td>")
                    .append(escaped(cell))
                    .append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</table></div>\n");
        return this;
    }

    /**
     * A picture with its caption, which is also what screen readers say.
     *
     * @param png such as {@link Charts#png} makes
     */
    public HtmlReport figure(byte[] png, String caption) {
        html.append("<figure><img alt=\"")
                .append(escaped(caption))
                .append("\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(png))
                .append("\"><figcaption>")
                .append(escaped(caption))
                .append("</figcaption></figure>\n");
        return this;
    }

    /** The page so far. */
    public String html() {
        return html + "</body>\n</html>\n";
    }

    /** Writes the page; makes the folder that it lies in, if there is none. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, html(), StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
