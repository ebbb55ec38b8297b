package io.leaven.enricher.record;

import io.leaven.schemas.registry.SchemaRegistryException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Why a record cannot be used.
 *
 * @param errorClass simple name of the error, or of the rules that are broken
 * @param errorText in words
 * @param telling whether the words may hold what is known of a customer: then they are for the dead letter, and not for logs
 */
public record BadRecord(String errorClass, String errorText, boolean telling) {

    private static final int UNKNOWN_SCHEMA = 40403;

    /** Words that hold nothing of the record's content. */
    public BadRecord(String errorClass, String errorText) {
        this(errorClass, errorText, false);
    }

    /** A rule that the record's content breaks, with the value that breaks it. */
    public static BadRecord byRule(String rules, String broken) {
        return new BadRecord(rules, broken, true);
    }

    /** What logs may hold: they are read by more people than topics are, and kept elsewhere. */
    public String inLogs() {
        return telling ? "a value breaks a rule, its dead letter says which" : errorText;
    }

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
