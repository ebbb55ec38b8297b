package io.leaven.control.access;

import io.leaven.app.access.Rights;
import io.leaven.schemas.topic.Topics;
import org.apache.kafka.common.acl.AclOperation;

/** What the commands do on the cluster that people run and no app does. */
final class PeopleRights {

    private PeopleRights() {}

    /** Makes, lists and deletes the topics of the catalogue. */
    static Rights topics(String topicPrefix) {
        return Rights.under(topicPrefix).createsAndDeletes(Topics.ALL).build();
    }

    /** Reads every topic, copies of replay included, and changes nothing. */
    static Rights viewer(String topicPrefix) {
        return Rights.under(topicPrefix)
                .reads(Topics.ALL)
                .topicsFrom(Topics.rebuiltReplays(topicPrefix), AclOperation.READ)
                .build();
    }

    /** Says which snapshot decides. */
    static Rights operator(String topicPrefix) {
        return Rights.under(topicPrefix)
                .reads(Topics.AGENT_SNAPSHOTS, Topics.SNAPSHOT_ORDERS)
                .writes(Topics.SNAPSHOT_ORDERS)
                .build();
    }

    /** Sends recordings of any topic. */
    static Rights replayer(String topicPrefix) {
        return Rights.under(topicPrefix)
                .writes(Topics.ALL)
                .topicsFrom(Topics.rebuiltReplays(topicPrefix), AclOperation.WRITE)
                .build();
    }
}
