package io.leaven.platform;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** One broker of a {@link BrokerCluster} in a process of its own, until SIGTERM: then its partitions move to the others first. */
public final class BrokerMain {

    private BrokerMain() {}

    /** @param arguments the node's number, its directory, and the cluster as {@link BrokerCluster#toArguments} says it */
    public static void main(String[] arguments) {
        List<String> all = Arrays.asList(arguments);
        EmbeddedBroker broker = EmbeddedBroker.start(
                BrokerCluster.fromArguments(all.subList(2, all.size())),
                Integer.parseInt(all.get(0)),
                Path.of(all.get(1)));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
        System.err.println("broker " + all.get(0) + " takes requests at " + broker.address());
    }
}
