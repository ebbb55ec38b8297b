package io.leaven.evaluation.bench;

import io.leaven.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the other side of a comparison: a script of {@code evaluation/peers} that prints lines {@code name value}.
 *
 * @param program that runs it, such as {@code Rscript}
 * @param script its file name
 * @param needs what to install, in words
 */
record Peer(String program, String script, String needs) {

    /** System property with Leaven's own folder, set by the launcher. */
    private static final String HOME = "leaven.home";

    private static final long PATIENCE_MINUTES = 30;

    /**
     * Runs the script to its end.
     *
     * @return what it printed, by name; lines of more than two words are left away
     * @throws UserError if the program is missing or fails, saying what it needs
     */
    Map<String, Double> run(List<String> arguments) throws InterruptedException {
        Path file = Path.of(System.getProperty(HOME, "."), "evaluation", "peers", script);
        List<String> command = new ArrayList<>(List.of(program, file.toString()));
        command.addAll(arguments);
        try {
            Path out = Files.createTempFile("leaven-peer", ".out");
            Path err = Files.createTempFile("leaven-peer", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                try {
                    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                        throw new UserError(file + " did not end within " + PATIENCE_MINUTES + " minutes");
                    }
                } finally {
                    process.destroyForcibly();
                }
                if (process.exitValue() != 0) {
                    throw new UserError(file + " failed; it needs " + needs + ". It said:\n" + lastLines(err));
                }
                return numbers(Files.readAllLines(out));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UserError("the peer cannot be run: " + e.getMessage() + ". It needs " + needs, e);
        }
    }

    private static Map<String, Double> numbers(List<String> lines) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (words.length == 2) {
                numbers.put(words[0], Double.parseDouble(words[1]));
            }
        }
        return numbers;
    }

    private static String lastLines(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}
