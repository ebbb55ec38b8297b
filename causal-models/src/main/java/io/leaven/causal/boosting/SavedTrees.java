package io.leaven.causal.boosting;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The stored form of trees: XGBoost's JSON model in gzip. Any XGBoost reads the JSON; gzip makes it five times smaller, so
 * that a model of many arms fits into one Kafka message.
 */
final class SavedTrees {

    /** Larger than any model that fits into a message; stops bytes that unpack without end. */
    private static final int MAX_JSON_BYTES = 64 << 20;

    private SavedTrees() {}

    static byte[] compress(byte[] json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] decompress(byte[] saved) throws InvalidTreesException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(saved))) {
            byte[] json = gzip.readNBytes(MAX_JSON_BYTES + 1);
            if (json.length > MAX_JSON_BYTES) {
                throw new InvalidTreesException("trees unpack to more than " + MAX_JSON_BYTES + " bytes");
            }
            return json;
        } catch (IOException e) {
            throw new InvalidTreesException("trees are not whole in gzip: " + e.getMessage(), e);
        }
    }
}
