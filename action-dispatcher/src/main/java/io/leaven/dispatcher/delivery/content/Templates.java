package io.leaven.dispatcher.delivery.content;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import io.leaven.schemas.MessageAction;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The texts of messages: a folder of Mustache templates, {@code <channel>/<promotion>.<part>.mustache}, whose first two names are
 * the action's {@code templateKey} and whose part is {@code subject}, {@code title}, {@code text} or {@code html}. What an {@code
 * html} part puts in is escaped. Every word of a message comes from these files: a template that is missing, or a variable
 * without a value, is an error.
 *
 * <p>Variables: {@code customerId}, {@code actionId}, {@code step}, {@code channel}, {@code promotion}, {@code discount} (a share),
 * {@code discountPercent} (rounded), {@code unsubscribeUrl} (where there is one), and those of {@code variables.properties} in
 * the folder. Thread-safe; read once.
 */
public final class Templates {

    private static final String SUFFIX = ".mustache";
    private static final Set<String> PARTS = Set.of("subject", "title", "text", "html");

    /** Without that the law, and mailbox providers, want no e-mail. */
    private static final String EMAIL = "email";

    private static final String UNSUBSCRIBE_URL = "unsubscribeUrl";

    private final Path folder;
    private final Map<String, Map<String, Part>> byKey = new TreeMap<>();
    private final Map<String, String> variables = new HashMap<>();

    private record Part(Path file, Template template) {}

    private Templates(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a folder, and renders every template once for a made-up action, so that what is wrong comes out now.
     *
     * @throws TemplateException if a file is not a template, has a variable that nothing sets, or is an e-mail without
     *     {@code unsubscribeUrl}
     */
    public static Templates read(Path folder) {
        Templates templates = new Templates(folder);
        try (Stream<Path> files = Files.walk(folder, 2)) {
            templates.readVariables();
            List<Path> found = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
            for (Path file : found) {
                templates.add(file);
            }
        } catch (IOException e) {
            throw new TemplateException("cannot read the templates in " + folder + ": " + e, e);
        }
        if (templates.byKey.isEmpty()) {
            throw new TemplateException(
                    "there are no templates in " + folder + ": they are named <channel>/<promotion>.<part>" + SUFFIX,
                    null);
        }
        templates.byKey.forEach(templates::check);
        return templates;
    }

    private void readVariables() throws IOException {
        Path file = folder.resolve("variables.properties");
        if (Files.exists(file)) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IllegalArgumentException e) {
                throw new TemplateException(file + ": " + e.getMessage(), e);
            }
            properties.stringPropertyNames().forEach(name -> variables.put(name, properties.getProperty(name)));
        }
    }

    private void add(Path file) throws IOException {
        Path relative = folder.relativize(file);
        String[] name = file.getFileName().toString().split("\\.");
        if (relative.getNameCount() != 2 || name.length != 3 || !PARTS.contains(name[1])) {
            throw new TemplateException(
                    file + ": a template is named <channel>/<promotion>.<part>" + SUFFIX + ", with a part of "
                            + String.join(", ", PARTS.stream().sorted().toList()),
                    null);
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            Template template = Mustache.compiler()
                    .escapeHTML(name[1].equals("html"))
                    .withLoader(Templates::refusePartial)
                    .compile(reader);
            String key = relative.getName(0) + "/" + name[0];
            byKey.computeIfAbsent(key, k -> new TreeMap<>()).put(name[1], new Part(file, template));
        } catch (RuntimeException e) {
            // A template that is wrong, or a file that is no UTF-8 text; of some tags JMustache only says that an index
            // is out of bounds.
            throw new TemplateException(file + ": " + e.getMessage(), e);
        }
    }

    private static Reader refusePartial(String name) {
        throw new MustacheException("it takes in another template, {{>" + name + "}}, which is not supported");
    }

    private void check(String key, Map<String, Part> parts) {
        String[] names = key.split("/");
        String mark = "https://unsubscribe.invalid/" + Integer.toHexString(key.hashCode());
        Map<String, Object> example = new HashMap<>(variables);
        example.putAll(values("customer", "customer:1", 1, names[0], names[1], 0.1, Optional.of(mark)));
        parts.forEach((name, part) -> {
            String text = render(part, example);
            boolean body = name.equals("text") || name.equals("html");
            if (names[0].equals(EMAIL) && body && !text.contains(mark)) {
                throw new TemplateException(
                        part.file + ": has no {{" + UNSUBSCRIBE_URL + "}}, and every e-mail needs one", null);
            }
        });
    }

    /**
     * The parts of an action's message, by name.
     *
     * @throws TemplateException if there is no template for it, or a variable has no value
     */
    public Map<String, String> render(MessageAction action, Optional<String> unsubscribeUrl) {
        Map<String, Part> parts = byKey.get(action.getTemplateKey());
        if (parts == null) {
            throw new TemplateException(
                    "there is no template " + folder.resolve(action.getTemplateKey()) + ".<part>" + SUFFIX, null);
        }
        Map<String, Object> values = new HashMap<>(variables);
        values.putAll(values(
                action.getCustomerId(),
                action.getActionId(),
                action.getStep(),
                action.getChannel(),
                action.getPromotion(),
                action.getDiscount(),
                unsubscribeUrl));
        Map<String, String> texts = new TreeMap<>();
        parts.forEach((name, part) -> texts.put(name, render(part, values)));
        return texts;
    }

    private static Map<String, Object> values(
            String customerId,
            String actionId,
            int step,
            String channel,
            String promotion,
            double discount,
            Optional<String> unsubscribeUrl) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "customerId", customerId,
                "actionId", actionId,
                "step", step,
                "channel", channel,
                "promotion", promotion,
                "discount", discount,
                "discountPercent", Math.round(discount * 100)));
        unsubscribeUrl.ifPresent(url -> values.put(UNSUBSCRIBE_URL, url));
        return values;
    }

    private static String render(Part part, Map<String, Object> values) {
        try {
            return part.template.execute(values).strip();
        } catch (MustacheException.Context e) {
            throw new TemplateException(part.file + ":" + e.lineNo + ": the variable '" + e.key + "' has no value", e);
        } catch (RuntimeException e) {
            // JMustache fails on a tag without a name by an index that is out of bounds.
            throw new TemplateException(part.file + ": " + e.getMessage(), e);
        }
    }
}
