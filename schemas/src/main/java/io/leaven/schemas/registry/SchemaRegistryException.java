package io.leaven.schemas.registry;

/** The registry refused a call or could not be reached. The message says which registry, which call and why. */
public class SchemaRegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int errorCode;

    public SchemaRegistryException(String message, int errorCode) {
        super(message);
        this.errorCode = errorCode;
    }

    public SchemaRegistryException(String message, Throwable cause) {
        super(message, cause);
        this.errorCode = 0;
    }

    /** Confluent's error code, such as 40403 for an unknown schema; 0 if the registry gave none. */
    public int errorCode() {
        return errorCode;
    }

    /** Whether the registry answered that it has no such subject, version or schema. */
    public boolean isNotFound() {
        return errorCode == 404 || errorCode / 100 == 404;
    }
}
