package io.leaven.app.access;

import io.leaven.schemas.topic.Topic;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What an app does on a cluster, and so all that it must be allowed to. Every app says it once, by the settings it runs with: from
 * here come the topics that it waits for at its start, and the ACLs that {@code leaven acls} makes.
 *
 * <p>READ, WRITE and DELETE allow DESCRIBE as well, as Kafka has it.
 *
 * @param topics of the catalogue, or a copy of one, that it reads or writes: they must be there before it starts
 * @param operations by what they are done to
 */
public record Rights(Set<Topic<?>> topics, Map<ResourcePattern, Set<AclOperation>> operations) {

    public Rights {
        topics = Collections.unmodifiableSet(new LinkedHashSet<>(topics));
        Map<ResourcePattern, Set<AclOperation>> copy = new LinkedHashMap<>();
        operations.forEach(
                (resource, allowed) -> copy.put(resource, Collections.unmodifiableSet(EnumSet.copyOf(allowed))));
        operations = Collections.unmodifiableMap(copy);
    }

    /** @param topicPrefix that full names of topics begin with */
    public static Builder under(String topicPrefix) {
        return new Builder(topicPrefix);
    }

    /**
     * The ACLs that allow it, and nothing else.
     *
     * @param principal who, such as {@code User:leaven-enricher}
     * @param host from where, {@code *} for anywhere
     */
    public List<AclBinding> bindings(String principal, String host) {
        return operations.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(operation -> new AclBinding(
                                entry.getKey(),
                                new AccessControlEntry(principal, host, operation, AclPermissionType.ALLOW))))
                .toList();
    }

    /** Collects what an app does. For one thread. */
    public static final class Builder {

        private final String topicPrefix;
        private final Set<Topic<?>> topics = new LinkedHashSet<>();
        private final Map<ResourcePattern, Set<AclOperation>> operations = new LinkedHashMap<>();

        private Builder(String topicPrefix) {
            this.topicPrefix = topicPrefix;
        }

        public Builder reads(Topic<?>... read) {
            return reads(Arrays.asList(read));
        }

        public Builder reads(Collection<? extends Topic<?>> read) {
            return useAll(read, AclOperation.READ);
        }

        /** The same where a setting decides. */
        public Builder readsIf(boolean itDoes, Topic<?>... read) {
            return itDoes ? reads(read) : this;
        }

        public Builder writes(Topic<?>... written) {
            return writes(Arrays.asList(written));
        }

        public Builder writes(Collection<? extends Topic<?>> written) {
            return useAll(written, AclOperation.WRITE);
        }

        /** The same where a setting decides. */
        public Builder writesIf(boolean itDoes, Topic<?>... written) {
            return itDoes ? writes(written) : this;
        }

        /** Asks how a topic is kept; where a setting decides. */
        public Builder readsConfigIf(boolean itDoes, Topic<?> topic) {
            return itDoes ? useAll(List.of(topic), AclOperation.DESCRIBE_CONFIGS) : this;
        }

        /** Makes and deletes topics, and reads or writes none. */
        public Builder createsAndDeletes(Collection<? extends Topic<?>> made) {
            made.forEach(topic -> allow(topic(topic), AclOperation.CREATE, AclOperation.DELETE));
            return this;
        }

        /**
         * A topic that is not in the catalogue, such as one of Kafka Streams' own.
         *
         * @param name in full
         */
        public Builder topic(String name, AclOperation... allowed) {
            return allow(new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL), allowed);
        }

        /**
         * Topics that are not in the catalogue, by how their names begin.
         *
         * @param beginning in full
         */
        public Builder topicsFrom(String beginning, AclOperation... allowed) {
            return allow(new ResourcePattern(ResourceType.TOPIC, beginning, PatternType.PREFIXED), allowed);
        }

        /** Reads as a member of this consumer group. */
        public Builder group(String name) {
            return allow(new ResourcePattern(ResourceType.GROUP, name, PatternType.LITERAL), AclOperation.READ);
        }

        /** Reads as a member of consumer groups whose names begin so. */
        public Builder groupsFrom(String beginning) {
            return allow(new ResourcePattern(ResourceType.GROUP, beginning, PatternType.PREFIXED), AclOperation.READ);
        }

        /** Writes by transactions whose ids begin so. */
        public Builder transactionsFrom(String beginning) {
            return allow(
                    new ResourcePattern(ResourceType.TRANSACTIONAL_ID, beginning, PatternType.PREFIXED),
                    AclOperation.WRITE);
        }

        public Rights build() {
            return new Rights(topics, operations);
        }

        private Builder useAll(Collection<? extends Topic<?>> used, AclOperation operation) {
            used.forEach(topic -> {
                topics.add(topic);
                allow(topic(topic), operation);
            });
            return this;
        }

        private ResourcePattern topic(Topic<?> topic) {
            return new ResourcePattern(ResourceType.TOPIC, topic.fullName(topicPrefix), PatternType.LITERAL);
        }

        private Builder allow(ResourcePattern resource, AclOperation... allowed) {
            operations
                    .computeIfAbsent(resource, any -> EnumSet.noneOf(AclOperation.class))
                    .addAll(Arrays.asList(allowed));
            return this;
        }
    }
}
