package io.leaven.app.operations;

import io.leaven.app.App;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What a process shows of itself to those who run it: its metrics, whether it lives and whether it is ready, over HTTP by
 * {@link OperationsServer} if an address is set, else to nobody.
 */
public final class Operations implements AutoCloseable {

    private final MeterRegistry metrics;
    private final Condition condition = new Condition();
    private final Optional<OperationsServer> server;
    private final Optional<JvmGcMetrics> collections;

    private Operations(Optional<InetSocketAddress> address) {
        if (address.isEmpty()) {
            metrics = new SimpleMeterRegistry();
            server = Optional.empty();
            collections = Optional.empty();
            return;
        }
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        metrics = prometheus;
        server = Optional.of(new OperationsServer(address.get(), condition, prometheus::scrape));
        collections = Optional.of(new JvmGcMetrics());
        collections.get().bindTo(metrics);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ClassLoaderMetrics().bindTo(metrics);
        new FileDescriptorMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        new UptimeMetrics().bindTo(metrics);
    }

    /**
     * Listens at once.
     *
     * @param address port 0 for a free one; empty for no server
     * @throws io.leaven.app.UserError if the address is not free
     */
    public static Operations open(Optional<InetSocketAddress> address) {
        return new Operations(address);
    }

    /** Where the process registers its metrics. */
    public MeterRegistry metrics() {
        return metrics;
    }

    /** The app to run in place of the given one: the same, but its start, failure and end show. */
    public App watch(App app) {
        return condition.watch(app);
    }

    /** Told by a job, which is no app, that its work begins: it is ready from now on. */
    public void begun() {
        condition.begun();
    }

    /** The port that it listens at, if it does. */
    public Optional<Integer> port() {
        return server.map(OperationsServer::port);
    }

    @Override
    public void close() {
        server.ifPresent(OperationsServer::close);
        collections.ifPresent(JvmGcMetrics::close);
        metrics.close();
    }
}
