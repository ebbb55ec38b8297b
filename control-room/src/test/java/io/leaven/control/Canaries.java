package io.leaven.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Words that stand for secrets and for what is known of customers, and everywhere that they must not turn up. */
final class Canaries {

    private static final int AROUND = 80;
    private static final long LARGEST_FILE = 1 << 20;

    private final List<String> words;
    private final Map<String, String> places = new LinkedHashMap<>();

    Canaries(String... words) {
        this.words = List.of(words);
    }

    void lookAt(String place, String text) {
        places.put(place, text);
    }

    /** The files of a folder, native libraries left out. */
    void lookAtFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.size(file) <= LARGEST_FILE) {
                    lookAt(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
    }

    void assertNowhere() {
        List<String> found = new ArrayList<>();
        places.forEach((place, text) -> words.forEach(word -> {
            int at = text.indexOf(word);
            if (at >= 0) {
                int from = Math.max(0, at - AROUND);
                int to = Math.min(text.length(), at + word.length() + AROUND);
                found.add(word + " in " + place + ": ..." + text.substring(from, to) + "...");
            }
        }));
        assertThat(found).as("told to whoever reads it").isEmpty();
    }

    /** That they are where they may be: else nobody has looked for anything. */
    static void assertHeld(String text, String... words) {
        assertThat(text).contains(words);
    }
}
