package io.leaven.evaluation.fleet.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Asks the apps how they are. */
public final class AppProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String LAG = "leaven_trainer_lag ";
    private static final long NO_ANSWER = -1;

    private final Fleet fleet;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    public AppProbe(Fleet fleet) {
        this.fleet = fleet;
    }

    /** The apps that are not at work. */
    public List<String> notReady() {
        return fleet.apps().stream()
                .map(Supervised::name)
                .filter(name -> !isReady(name))
                .toList();
    }

    public boolean isReady(String app) {
        HttpResponse<String> answer = get(app, "/ready");
        return answer != null && answer.statusCode() == 200;
    }

    /** Transitions that the trainer has not read; -1 if it does not say. */
    public long trainerLag() {
        HttpResponse<String> answer = get(Fleet.TRAINER, "/metrics");
        return answer == null
                ? NO_ANSWER
                : answer.body()
                        .lines()
                        .filter(line -> line.startsWith(LAG))
                        .mapToLong(line -> (long) Double.parseDouble(line.substring(LAG.length())))
                        .findFirst()
                        .orElse(NO_ANSWER);
    }

    private HttpResponse<String> get(String app, String path) {
        URI url = fleet.operations(app).resolve(path);
        try {
            return client.send(HttpRequest.newBuilder(url).timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
