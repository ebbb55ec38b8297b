package io.leaven.schemas.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** A registry in memory, for tests: new versions must be able to read every older one. */
public final class InMemorySchemaRegistryClient implements SchemaRegistryClient {

    // Serdes that Kafka makes by reflection can only meet through a name.
    private static final Map<String, InMemorySchemaRegistryClient> SCOPES = new ConcurrentHashMap<>();

    private final List<Schema> schemas = new ArrayList<>();
    private final Map<String, List<Integer>> subjects = new HashMap<>();

    static InMemorySchemaRegistryClient ofScope(String scope) {
        return SCOPES.computeIfAbsent(scope, name -> new InMemorySchemaRegistryClient());
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        if (!isCompatible(subject, schema)) {
            throw new SchemaRegistryException("schema is incompatible with an earlier one of '" + subject + "'", 409);
        }
        if (!schemas.contains(schema)) {
            schemas.add(schema);
        }
        int id = schemas.indexOf(schema) + 1;
        List<Integer> versions = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
        if (!versions.contains(id)) {
            versions.add(id);
        }
        return id;
    }

    @Override
    public synchronized int lookUp(String subject, Schema schema) {
        int id = schemas.indexOf(schema) + 1;
        if (!versions(subject).contains(id)) {
            throw new SchemaRegistryException("schema is not registered under '" + subject + "'", 40403);
        }
        return id;
    }

    @Override
    public synchronized Schema byId(int id) {
        if (id < 1 || id > schemas.size()) {
            throw new SchemaRegistryException("no schema has id " + id, 40403);
        }
        return schemas.get(id - 1);
    }

    @Override
    public synchronized RegisteredSchema latest(String subject) {
        List<Integer> versions = versions(subject);
        int id = versions.get(versions.size() - 1);
        return new RegisteredSchema(subject, id, versions.size(), byId(id));
    }

    @Override
    public synchronized boolean isCompatible(String subject, Schema schema) {
        return subjects.getOrDefault(subject, List.of()).stream()
                .map(this::byId)
                .allMatch(older -> SchemaCompatibility.checkReaderWriterCompatibility(schema, older)
                                .getType()
                        == SchemaCompatibilityType.COMPATIBLE);
    }

    @Override
    public void setCompatibility(String subject, String level) {
        setDefaultCompatibility(level);
    }

    /** Of no effect: this registry knows only {@code BACKWARD_TRANSITIVE}. */
    @Override
    public void setDefaultCompatibility(String level) {
        if (!level.equals("BACKWARD_TRANSITIVE")) {
            throw new SchemaRegistryException("the registry in memory knows only BACKWARD_TRANSITIVE", 42203);
        }
    }

    private List<Integer> versions(String subject) {
        List<Integer> versions = subjects.get(subject);
        if (versions == null) {
            throw new SchemaRegistryException("no schema is registered under '" + subject + "'", 40401);
        }
        return versions;
    }

    /** Keeps what is registered: other clients of the scope may still need it. */
    @Override
    public void close() {}
}
