package io.leaven.app.operations;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * A program of its own for the health checks of containers that hold no shell and no curl: {@code java -cp app-kit.jar
 * io.leaven.app.operations.HealthProbe http://localhost:9400/ready} ends with 0 if the answer is 200, else with 1. It loads
 * few classes, since it is started every few seconds.
 */
public final class HealthProbe {

    private static final int PATIENCE_MS = 4_000;

    private HealthProbe() {}

    /**
     * @param args the address to ask
     * @throws IOException if nobody answers there, or not with 200
     */
    public static void main(String[] args) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(args[0]).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MS);
        connection.setReadTimeout(PATIENCE_MS);
        int status = connection.getResponseCode();
        connection.disconnect();
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException(args[0] + " answered " + status);
        }
    }
}
