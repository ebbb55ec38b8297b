package io.leaven.control.access;

import io.leaven.app.access.Rights;
import java.util.List;
import org.apache.kafka.common.acl.AclBinding;

/**
 * The rights of a role under the name that it has on a cluster.
 *
 * @param principal such as {@code User:leaven-enricher}
 * @param host from where, {@code *} for anywhere
 */
record Grant(Role role, Rights rights, String principal, String host) {

    List<AclBinding> bindings() {
        return rights.bindings(principal, host);
    }
}
