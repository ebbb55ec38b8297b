package io.leaven.evaluation.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process, as Linux sees it. */
final class ProcessMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private ProcessMemory() {}

    /** Resident memory less the heap that the machine holds, in MiB; NaN on systems without {@code /proc}. */
    static double outsideHeapMegabytes() {
        try {
            long kilobytes = Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(
                            line.substring(RESIDENT.length()).replace("kB", "").strip()))
                    .findFirst()
                    .orElseThrow();
            long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
            return (kilobytes - heap / 1024.0) / 1024;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
