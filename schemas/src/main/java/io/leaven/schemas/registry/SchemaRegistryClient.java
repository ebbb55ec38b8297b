package io.leaven.schemas.registry;

import org.apache.avro.Schema;

/**
 * What Leaven asks of a schema registry that speaks Confluent's REST API. Implementations are safe for use by several
 * threads and remember what cannot change: the schema of an id, and the id of a registered schema.
 *
 * <p>Every method throws {@link SchemaRegistryException} when the registry refuses the call or is out of reach.
 */
public interface SchemaRegistryClient extends AutoCloseable {

    /** Registers a schema under a subject, or finds it there, and returns its id. */
    int register(String subject, Schema schema);

    /** The id of a schema that is registered under the subject already. */
    int lookUp(String subject, Schema schema);

    /** The schema of an id. */
    Schema byId(int id);

    /** The newest version of a subject. */
    RegisteredSchema latest(String subject);

    /** Whether the schema goes with the newest one of the subject by the subject's rule; true for a subject that does not exist. */
    boolean isCompatible(String subject, Schema schema);

    /** Sets the subject's rule for new versions, such as {@code BACKWARD_TRANSITIVE}. */
    void setCompatibility(String subject, String level);

    /** Sets the rule of every subject that has none of its own. */
    void setDefaultCompatibility(String level);

    @Override
    void close();

    /** A schema as the registry keeps it. */
    record RegisteredSchema(String subject, int id, int version, Schema schema) {}
}
