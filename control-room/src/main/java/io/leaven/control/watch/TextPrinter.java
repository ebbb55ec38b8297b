package io.leaven.control.watch;

import io.leaven.generator.recording.RecordedRecord;
import io.leaven.generator.recording.RecordedValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A record for people: its time (UTC), its key and the essentials of its value. */
final class TextPrinter implements RecordPrinter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Palette palette;
    private final Essentials essentials;

    TextPrinter(Palette palette) {
        this.palette = palette;
        this.essentials = new Essentials(palette);
    }

    @Override
    public String line(RecordedRecord record) {
        String key = record.key() == null ? "(no key)" : new String(record.key(), StandardCharsets.UTF_8);
        String line = palette.faint(TIME.format(Instant.ofEpochMilli(record.timestamp()))) + "  "
                + palette.name(String.format("%-10s", key)) + "  " + value(record);
        return palette.oneLine(line);
    }

    private String value(RecordedRecord record) {
        if (record.value() instanceof RecordedValue.Decoded decoded) {
            return essentials.of(decoded.record());
        }
        if (record.value() instanceof RecordedValue.Raw raw) {
            return palette.bad("cannot be decoded (partition " + record.partition() + ", offset " + record.offset()
                    + ", " + raw.bytes().length + " bytes): " + raw.reason());
        }
        return palette.faint("deleted");
    }
}
