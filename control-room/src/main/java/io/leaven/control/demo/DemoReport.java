package io.leaven.control.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.leaven.app.UserError;
import io.leaven.generator.world.CohortSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a demo found. Counts are of records on the topics, as a reader of committed records sees them.
 *
 * @param events customer events, enrolments included
 * @param transitions rows of the replay topic
 * @param decisions of the logging policy and the dispatcher
 * @param actions messages that the dispatcher emitted
 * @param snapshots that the trainer published
 * @param deadLetters records that were refused
 * @param seconds from start to report
 * @param policies what became of one and the same cohort under each policy: agent, none, random
 */
@JsonPropertyOrder({
    "world",
    "seed",
    "customers",
    "steps",
    "events",
    "transitions",
    "decisions",
    "actions",
    "snapshots",
    "deadLetters",
    "seconds",
    "policies"
})
record DemoReport(
        String world,
        long seed,
        int customers,
        int steps,
        long events,
        long transitions,
        long decisions,
        long actions,
        long snapshots,
        long deadLetters,
        double seconds,
        Map<String, CohortSummary> policies) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    DemoReport {
        policies = new LinkedHashMap<>(policies);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (IOException e) {
            throw new IllegalStateException("a report of numbers is always JSON", e);
        }
    }

    /** Writes {@code summary.json} into the folder and returns its path. */
    Path write(Path folder) {
        Path file = folder.resolve("summary.json");
        try {
            Files.createDirectories(folder);
            Files.writeString(file, toJson() + System.lineSeparator());
        } catch (IOException e) {
            throw new UserError("cannot write the report to " + file.toAbsolutePath() + ": " + e.getMessage(), e);
        }
        return file;
    }
}
