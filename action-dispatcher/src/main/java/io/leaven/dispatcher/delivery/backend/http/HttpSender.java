package io.leaven.dispatcher.delivery.backend.http;

import io.leaven.dispatcher.delivery.SendOutcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.entity.AbstractBinDataConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts messages over HTTP and says what the answers mean: 2xx is sent, 410 disables, 408, 425, 429 and 5xx are tried again, and
 * so are other answers ({@code retryRefusals}) or they fail for good. Redirects are not followed. Of an answer at most
 * {@value #MOST_BYTES} bytes are read.
 */
public final class HttpSender implements AutoCloseable {

    static final int MOST_BYTES = 64 * 1024;
    private static final int DETAIL_CHARACTERS = 200;

    private final CloseableHttpAsyncClient client;
    private final boolean retryRefusals;
    private final Clock clock;

    /**
     * @param connections most at once
     * @param timeout to connect, and of silence on a connection
     * @param allowPrivate whether hosts in the own network may be called
     * @param retryRefusals whether a 4xx may pass: an endpoint under repair, rather than a request that is wrong
     */
    public HttpSender(int connections, Duration timeout, boolean allowPrivate, boolean retryRefusals, Clock clock) {
        this.retryRefusals = retryRefusals;
        this.clock = clock;
        Timeout most = Timeout.of(timeout);
        this.client = HttpAsyncClients.custom()
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .setDnsResolver(allowPrivate ? SystemDefaultDnsResolver.INSTANCE : new AddressRules())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(most)
                                .setSocketTimeout(most)
                                .build())
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                                .build())
                        .build())
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setSoTimeout(most)
                        .setIoThreadCount(2)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(most)
                        .setResponseTimeout(most)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("leaven")
                .build();
        client.start();
    }

    /** @param headers a content type among them */
    public CompletionStage<SendOutcome> post(URI uri, Map<String, String> headers, byte[] body) {
        SimpleRequestBuilder builder = SimpleRequestBuilder.post(uri);
        ContentType type = ContentType.APPLICATION_JSON;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (header.getKey().equalsIgnoreCase("content-type")) {
                type = ContentType.parse(header.getValue());
            } else {
                builder.addHeader(header.getKey(), header.getValue());
            }
        }
        SimpleHttpRequest request = builder.setBody(body, type).build();
        CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
        Answer answer = new Answer();
        client.execute(SimpleRequestProducer.create(request), answer, new FutureCallback<Void>() {
            @Override
            public void completed(Void nothing) {
                outcome.complete(meaning(answer));
            }

            @Override
            public void failed(Exception e) {
                // With a status the server has spoken, whatever became of the rest of its answer.
                outcome.complete(answer.status > 0 ? meaning(answer) : unanswered(uri.getHost(), e));
            }

            @Override
            public void cancelled() {
                outcome.complete(SendOutcome.retryLater("the request was cancelled"));
            }
        });
        return outcome;
    }

    /** What the way there says is ours to log; what is wrong with an answer may repeat the answer. */
    private static SendOutcome unanswered(String host, Exception e) {
        boolean onTheWay = e instanceof SocketException
                || e instanceof UnknownHostException
                || e instanceof SSLException
                || e instanceof InterruptedIOException;
        return onTheWay
                ? SendOutcome.retryLater(host + ": " + e)
                : SendOutcome.retryLater(host + ": " + e.getClass().getSimpleName(), e.getMessage());
    }

    private SendOutcome meaning(Answer answer) {
        int status = answer.status;
        if (status >= 200 && status < 300) {
            return SendOutcome.sent();
        }
        String reason = "HTTP " + status;
        if (status == 410) {
            return new SendOutcome.Disabled(reason);
        }
        boolean passes = status == 408 || status == 425 || status == 429 || status >= 500;
        return passes || retryRefusals
                ? new SendOutcome.RetryLater(reason, answer.words(), answer.retryAfter.flatMap(this::retryAfter))
                : new SendOutcome.Failed(reason, answer.words());
    }

    /** Seconds or an HTTP date; what is neither is left out of account. */
    Optional<Duration> retryAfter(String value) {
        String text = value.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Duration until = Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(until).filter(duration -> !duration.isNegative());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close(CloseMode.GRACEFUL);
    }

    /** Status, the wish for a pause, and the beginning of the body. */
    private static final class Answer extends AbstractBinDataConsumer implements AsyncResponseConsumer<Void> {
        private volatile int status;
        private volatile Optional<String> retryAfter = Optional.empty();
        private final ByteBuffer start = ByteBuffer.allocate(DETAIL_CHARACTERS);
        private int bytes;
        private FutureCallback<Void> callback;

        @Override
        public void consumeResponse(
                HttpResponse response, EntityDetails entity, HttpContext context, FutureCallback<Void> result) {
            Header wish = response.getFirstHeader("Retry-After");
            retryAfter = Optional.ofNullable(wish).map(Header::getValue);
            status = response.getCode();
            callback = result;
            if (entity == null) {
                result.completed(null);
            }
        }

        @Override
        public void informationResponse(HttpResponse response, HttpContext context) {}

        @Override
        protected int capacityIncrement() {
            return MOST_BYTES;
        }

        @Override
        protected void data(ByteBuffer part, boolean end) throws IOException {
            bytes += part.remaining();
            if (bytes > MOST_BYTES) {
                throw new IOException("the answer is longer than " + MOST_BYTES + " bytes");
            }
            while (start.hasRemaining() && part.hasRemaining()) {
                start.put(part.get());
            }
            part.position(part.limit());
        }

        @Override
        protected void completed() {
            callback.completed(null);
        }

        @Override
        public void failed(Exception cause) {}

        @Override
        public void releaseResources() {}

        /** The beginning of the body, in one line of printable characters. */
        private Optional<String> words() {
            String body = new String(start.array(), 0, start.position(), StandardCharsets.UTF_8)
                    .replaceAll("[^\\p{Print}]+", " ")
                    .strip();
            return Optional.of(body).filter(said -> !said.isEmpty());
        }
    }
}
