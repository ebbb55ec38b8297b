package io.leaven.schemas.serde;

import io.leaven.schemas.registry.SchemaRegistryClient;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/** Counts what is asked of a registry. */
record CountingRegistry(SchemaRegistryClient registry, AtomicInteger asked) implements SchemaRegistryClient {

    private SchemaRegistryClient counted() {
        asked.incrementAndGet();
        return registry;
    }

    @Override
    public int register(String subject, Schema schema) {
        return counted().register(subject, schema);
    }

    @Override
    public int lookUp(String subject, Schema schema) {
        return counted().lookUp(subject, schema);
    }

    @Override
    public Schema byId(int id) {
        return counted().byId(id);
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return counted().latest(subject);
    }

    @Override
    public boolean isCompatible(String subject, Schema schema) {
        return counted().isCompatible(subject, schema);
    }

    @Override
    public void setCompatibility(String subject, String level) {
        counted().setCompatibility(subject, level);
    }

    @Override
    public void setDefaultCompatibility(String level) {
        counted().setDefaultCompatibility(level);
    }

    @Override
    public void close() {
        registry.close();
    }
}
