package io.leaven.dispatcher.delivery.backend.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The symmetric signature of the Standard Webhooks specification 1.0: {@code v1,} and Base64 of the HMAC-SHA256 of
 * {@code id.timestamp.body}. With several secrets a request is signed by each, and one that any of them signed is genuine, so
 * secrets can be changed while requests are on their way. Thread-safe.
 */
public final class WebhookSignature {

    /** Headers of the specification. */
    public static final String ID = "webhook-id";

    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    /** How far a request's time may be from ours. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String ALGORITHM = "HmacSHA256";
    private static final String VERSION = "v1,";
    private static final String PREFIX = "whsec_";

    /** A Mac is not thread-safe and costly to make; one is initialised here and cloned for each use. */
    private final List<Mac> keys;

    /**
     * @param secrets Base64 with or without {@code whsec_}, the newest first
     * @throws IllegalArgumentException if there is none, or one is not 24 to 64 bytes in Base64; the secret is not in the text
     */
    public WebhookSignature(List<String> secrets) {
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("there is no secret to sign with");
        }
        this.keys = secrets.stream().map(WebhookSignature::key).toList();
    }

    private static Mac key(String secret) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a webhook secret is not Base64");
        }
        if (bytes.length < 24 || bytes.length > 64) {
            throw new IllegalArgumentException("a webhook secret has " + bytes.length + " bytes, not 24 to 64");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bytes, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /**
     * The value of the signature header.
     *
     * @param id without a full stop, which separates what is signed
     */
    public String sign(String id, Instant time, byte[] body) {
        String start = id + "." + time.getEpochSecond() + ".";
        return keys.stream()
                .map(key -> VERSION + Base64.getEncoder().encodeToString(code(key, start, body)))
                .collect(Collectors.joining(" "));
    }

    /**
     * Whether a request is genuine: signed by one of the secrets, and not older or newer than {@link #TOLERANCE}. The
     * comparison takes the same time wherever signatures differ.
     *
     * @param id, timestamp, signatures the headers; null if missing
     */
    public boolean isGenuine(String id, String timestamp, String signatures, byte[] body, Instant now) {
        if (id == null || timestamp == null || signatures == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Instant time = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(time, now).abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        String start = id + "." + timestamp + ".";
        boolean genuine = false;
        for (Mac key : keys) {
            byte[] expected = (VERSION + Base64.getEncoder().encodeToString(code(key, start, body)))
                    .getBytes(StandardCharsets.UTF_8);
            for (String signature : signatures.split(" ")) {
                genuine |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
            }
        }
        return genuine;
    }

    private static byte[] code(Mac key, String start, byte[] body) {
        try {
            Mac mac = (Mac) key.clone();
            mac.update(start.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("Java's own " + ALGORITHM + " can be cloned", e);
        }
    }
}
