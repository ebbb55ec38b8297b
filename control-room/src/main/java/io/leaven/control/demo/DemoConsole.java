package io.leaven.control.demo;

import java.io.PrintWriter;

/**
 * Where the demo speaks: results to standard output, the story to standard error, so that {@code --json} can be piped.
 *
 * @param out results
 * @param err what is going on
 * @param json whether results are JSON
 */
record DemoConsole(PrintWriter out, PrintWriter err, boolean json) {

    void say(String line) {
        err.println(line);
        err.flush();
    }

    void result(DemoReport report) {
        out.println(json ? report.toJson() : ResultTable.of(report.policies()));
        out.flush();
    }
}
