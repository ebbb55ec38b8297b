package io.leaven.schemas.evolution;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * The schemas of every release, one folder each: {@code src/test/resources/released/<release>/<Record>.avsc}. A release adds
 * its folder by {@code mvn -pl schemas test -Dtest=ReleasedSchemasTest,GoldenRecordsTest -Dleaven.schemas.release=0.1.0} and never
 * changes another.
 */
public final class ReleasedSchemas {

    public static final Path FOLDER = Path.of("src/test/resources/released");

    private ReleasedSchemas() {}

    /** A schema as a release had it. */
    public record Released(String release, Schema schema) {
        @Override
        public String toString() {
            return release + " " + schema.getName();
        }
    }

    /** Every record that outlives a process: the topics' values and what stores keep in their changelogs. */
    public static List<Schema> today() {
        Stream<Class<? extends SpecificRecord>> topics = Topics.ALL.stream().map(Topic::valueType);
        return Stream.concat(topics, Stream.of(CustomerStepState.class))
                .map(SpecificData.get()::getSchema)
                .toList();
    }

    public static List<Released> all() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .map(ReleasedSchemas::read)
                    .toList();
        }
    }

    static void write(String release) throws IOException {
        Path folder = Files.createDirectories(FOLDER.resolve(release));
        for (Schema schema : today()) {
            Files.writeString(
                    folder.resolve(schema.getName() + ".avsc"),
                    new ObjectMapper().readTree(schema.toString()).toPrettyString() + "\n");
        }
    }

    private static Released read(Path file) {
        try {
            return new Released(
                    file.getParent().getFileName().toString(), new Schema.Parser().parse(Files.readString(file)));
        } catch (IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }
}
