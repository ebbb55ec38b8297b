package io.leaven.evaluation.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.leaven.app.UserError;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.PlatformManagedObject;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Looks into another Java process of this machine and user, by its own management agent. That process must touch the heap that it
 * holds ({@code -XX:+AlwaysPreTouch}): only then is the rest of its resident memory what lies outside.
 */
final class JvmProbe implements AutoCloseable {

    private static final double MEBI = 1 << 20;
    private static final String RESIDENT = "VmRSS:";
    private static final double KIBI_IN_MEBI = 1024;

    private final String app;
    private final long pid;
    private final JMXConnector connector;
    private final MemoryMXBean memory;
    private final ThreadMXBean threads;
    private final UnixOperatingSystemMXBean system;

    /** @throws UserError if the process cannot be looked into */
    JvmProbe(String app, long pid) {
        this.app = app;
        this.pid = pid;
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
            String address = machine.startLocalManagementAgent();
            machine.detach();
            connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
            memory = bean(MemoryMXBean.class);
            threads = bean(ThreadMXBean.class);
            system = bean(UnixOperatingSystemMXBean.class);
        } catch (IOException | AttachNotSupportedException e) {
            throw new UserError("cannot look into " + app + ", process " + pid + ": " + e.getMessage(), e);
        }
    }

    private <T extends PlatformManagedObject> T bean(Class<T> type) throws IOException {
        MBeanServerConnection server = connector.getMBeanServerConnection();
        return ManagementFactory.getPlatformMXBean(server, type);
    }

    /**
     * Collects its garbage and looks.
     *
     * @param events that have come by now
     * @throws UserError if the process is gone
     */
    Sample take(long events) {
        try {
            memory.gc();
            return new Sample(
                    app,
                    events,
                    memory.getHeapMemoryUsage().getUsed() / MEBI,
                    residentMegabytes() - memory.getHeapMemoryUsage().getCommitted() / MEBI,
                    system.getOpenFileDescriptorCount(),
                    threads.getThreadCount());
        } catch (IOException | RuntimeException e) {
            throw new UserError(app + " does not answer any more: " + e.getMessage(), e);
        }
    }

    private double residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                        .filter(line -> line.startsWith(RESIDENT))
                        .mapToLong(line -> Long.parseLong(line.substring(RESIDENT.length())
                                .replace("kB", "")
                                .strip()))
                        .findFirst()
                        .orElseThrow()
                / KIBI_IN_MEBI;
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // The process is gone, and the connection with it.
        }
    }
}
