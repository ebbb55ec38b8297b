package io.leaven.enricher.record;

import io.leaven.schemas.registry.SchemaRegistryException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Why a record cannot be used.
 *
 * @param errorClass simple name of the error, or of the rules that are broken
 * @param errorText in words
 */
public record BadRecord(String errorClass, String errorText) {

    private static final int UNKNOWN_SCHEMA = 40403;

    /** An error that is the record's own. */
    public static BadRecord of(Exception error) {
        return new BadRecord(
                error.getClass().getSimpleName(), error.getMessage() == null ? error.toString() : error.getMessage());
    }

    /**
     * The reason that a record could not be decoded.
     *
     * @throws RuntimeException the error itself, if it is not the record that is to blame but the registry or the code
     */
    public static BadRecord undecodable(RuntimeException error) {
        boolean ownFault = error instanceof SerializationException
                || error instanceof SchemaRegistryException registry && registry.errorCode() == UNKNOWN_SCHEMA;
        if (!ownFault) {
            throw error;
        }
        return of(error);
    }
}
