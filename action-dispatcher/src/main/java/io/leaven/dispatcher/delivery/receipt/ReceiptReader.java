package io.leaven.dispatcher.delivery.receipt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads receipts from JSON: one object or an array of them, {@code {"actionId": "c1:13", "status": "delivered", "occurredAt":
 * "2026-11-26T10:00:00Z", "detail": "...", "channel": "email"}}; the last three may be missing.
 */
final class ReceiptReader {

    private static final int DETAIL_CHARACTERS = 500;
    private static final int MOST = 1_000;
    private static final Pattern ACTION_ID = Pattern.compile("(.{1,500}):(\\d{1,9})", Pattern.DOTALL);
    /** No message is older; the record has milliseconds in 64 bits, and a time of ISO 8601 may not fit into them. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Set<DeliveryStatus> FROM_OUTSIDE =
            EnumSet.range(DeliveryStatus.SENT, DeliveryStatus.UNSUBSCRIBED);

    /** Without Jackson's table of the names that it has seen: strangers choose the names here, and the table would grow by them. */
    private final ObjectMapper json = new ObjectMapper(JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build());

    private final String backend;
    private final Clock clock;

    /** @param backend whose receipts they are */
    ReceiptReader(String backend, Clock clock) {
        this.backend = backend;
        this.clock = clock;
    }

    /** @throws IllegalArgumentException if they make no sense; then none is taken */
    List<DeliveryReceipt> read(byte[] body) {
        JsonNode tree;
        try {
            tree = json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
        List<DeliveryReceipt> receipts = new ArrayList<>();
        if (tree.isArray() && tree.size() <= MOST) {
            tree.forEach(each -> receipts.add(receipt(each)));
        } else {
            receipts.add(receipt(tree));
        }
        return receipts;
    }

    private DeliveryReceipt receipt(JsonNode tree) {
        if (!tree.isObject()) {
            throw new IllegalArgumentException("a receipt is a JSON object, at most " + MOST + " come in one array");
        }
        String actionId = text(tree, "actionId");
        Matcher matcher = ACTION_ID.matcher(actionId == null ? "" : actionId);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("actionId '" + actionId + "' is not customer:step");
        }
        String detail = text(tree, "detail");
        return new DeliveryReceipt(
                actionId,
                matcher.group(1),
                backend,
                status(text(tree, "status")),
                time(text(tree, "occurredAt")),
                detail == null ? null : detail.substring(0, Math.min(DETAIL_CHARACTERS, detail.length())),
                text(tree, "channel"));
    }

    private static String text(JsonNode tree, String field) {
        JsonNode value = tree.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is not text");
        }
        return value.textValue();
    }

    private static DeliveryStatus status(String text) {
        for (DeliveryStatus status : FROM_OUTSIDE) {
            if (text != null && status.name().equals(text.toUpperCase(Locale.ROOT))) {
                return status;
            }
        }
        throw new IllegalArgumentException(
                "status '" + text + "' is not one of " + FROM_OUTSIDE.toString().toLowerCase(Locale.ROOT));
    }

    private Instant time(String text) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            Instant said = text == null ? now : Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
            if (said.isBefore(EARLIEST)) {
                throw new IllegalArgumentException("occurredAt '" + text + "' is before " + EARLIEST);
            }
            return said.isAfter(now) ? now : said;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("occurredAt '" + text + "' is not an ISO 8601 time in UTC", e);
        }
    }
}
