package io.leaven.generator.recording;

import io.leaven.app.Suggestion;
import io.leaven.app.UserError;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.util.List;

/** Finds the topic that a person named. */
public final class TopicNames {

    private TopicNames() {}

    /**
     * The topic of the catalogue.
     *
     * @param name with or without the prefix
     * @throws UserError with the nearest name, if there is none
     */
    public static Topic<?> ofCatalogue(String name, String prefix) {
        return Topics.byName(name, prefix).orElseThrow(() -> {
            List<String> known = Topics.ALL.stream().map(Topic::name).toList();
            String bare = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
            String suggestion = Suggestion.of(bare, known);
            return new UserError("there is no topic '" + name + "' in the catalogue"
                    + (suggestion.isEmpty() ? "; known are " + String.join(", ", known) : suggestion));
        });
    }
}
