package io.leaven.dispatcher.delivery.receipt;

import io.leaven.schemas.MessageAction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links by which a customer ends messages by one channel with one click. A link holds action, customer and channel, and a
 * 16-byte HMAC-SHA256, so nobody can make one up; it does not expire. New links are made with the first secret, old ones of every
 * secret are honoured. Thread-safe.
 */
public final class UnsubscribeLinks {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int CODE_BYTES = 16;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final String base;
    private final List<byte[]> secrets;

    /** What a link says. */
    public record Click(String actionId, String customerId, String channel) {}

    /**
     * @param base what links begin with, such as {@code https://bakery.example/unsubscribe/}
     * @param secrets the newest first, at least one
     */
    public UnsubscribeLinks(String base, List<String> secrets) {
        this.base = base.endsWith("/") ? base : base + "/";
        this.secrets = secrets.stream()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    public String link(MessageAction action) {
        byte[] content = String.join("\n", action.getActionId(), action.getCustomerId(), action.getChannel())
                .getBytes(StandardCharsets.UTF_8);
        return base + ENCODER.encodeToString(content) + "~" + ENCODER.encodeToString(code(secrets.get(0), content));
    }

    /** What the last part of a link says; none if it was made up. */
    public Optional<Click> read(String token) {
        String[] parts = token.split("~");
        if (parts.length != 2) {
            return Optional.empty();
        }
        byte[] content;
        byte[] code;
        try {
            content = Base64.getUrlDecoder().decode(parts[0]);
            code = Base64.getUrlDecoder().decode(parts[1]);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean genuine = false;
        for (byte[] secret : secrets) {
            genuine |= MessageDigest.isEqual(code(secret, content), code);
        }
        String[] fields = new String(content, StandardCharsets.UTF_8).split("\n");
        return genuine && fields.length == 3
                ? Optional.of(new Click(fields[0], fields[1], fields[2]))
                : Optional.empty();
    }

    private static byte[] code(byte[] secret, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update("leaven-unsubscribe\n".getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(content), CODE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
