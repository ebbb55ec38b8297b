package io.leaven.control.watch;

import io.leaven.generator.recording.RecordedRecord;

/** Turns a record into one line of text. */
@FunctionalInterface
interface RecordPrinter {

    String line(RecordedRecord record);
}
