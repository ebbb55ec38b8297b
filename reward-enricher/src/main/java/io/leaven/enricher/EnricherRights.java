package io.leaven.enricher;

import io.leaven.app.access.Rights;
import io.leaven.enricher.step.StepJoinerSupplier;
import io.leaven.schemas.topic.Topics;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;

/** What the enricher, and a rebuild beside it, do on the cluster. */
public final class EnricherRights {

    private EnricherRights() {}

    /** Of {@code leaven enrich}: Kafka Streams makes the two topics behind the stores itself. */
    public static Rights enricher(EnricherSettings settings, String topicPrefix) {
        String application = settings.applicationId(topicPrefix);
        Rights.Builder rights = Rights.under(topicPrefix)
                .reads(RewardEnricherTopology.sources(settings).values())
                .reads(Topics.CAUSAL_MODELS)
                .writes(Topics.REPLAY, Topics.DECISION_REQUESTS, Topics.DEAD_LETTERS)
                .group(application)
                .transactionsFrom(application + "-");
        for (String store : List.of(StepJoinerSupplier.CUSTOMER_STEPS, StepJoinerSupplier.WAITING_STEPS)) {
            rights.topic(
                    application + "-" + store + "-changelog",
                    AclOperation.CREATE,
                    AclOperation.READ,
                    AclOperation.WRITE);
        }
        return rights.build();
    }

    /** Of {@code leaven enrich --rebuild NAME}, whatever the name: it makes its topic itself. */
    public static Rights rebuild(EnricherSettings settings, String topicPrefix) {
        String applications = RebuildApp.applicationIds(settings, topicPrefix);
        return Rights.under(topicPrefix)
                .reads(Topics.REPLAY, Topics.CUSTOMER_PROFILES, Topics.CAUSAL_MODELS)
                .writes(Topics.DEAD_LETTERS)
                .topicsFrom(Topics.rebuiltReplays(topicPrefix), AclOperation.CREATE, AclOperation.WRITE)
                .groupsFrom(applications)
                .transactionsFrom(applications)
                .build();
    }
}
