package io.leaven.control.access;

import io.leaven.app.UserError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.ResourcePatternFilter;

/** The ACLs of a cluster. The admin client is borrowed. */
final class ClusterAcls {

    private static final int PATIENCE_S = 30;

    private final Admin admin;

    ClusterAcls(Admin admin) {
        this.admin = admin;
    }

    /**
     * What became of ACLs that were wanted.
     *
     * @param created that were not there
     * @param stood that were there already
     * @param beyond others of the same principals, which are left as they are
     */
    record Outcome(List<AclBinding> created, List<AclBinding> stood, List<AclBinding> beyond) {}

    /**
     * Creates those that are missing.
     *
     * @throws UserError if the brokers keep no ACLs, we may not change them, or no answer comes
     */
    Outcome create(Collection<AclBinding> wanted) {
        Set<AclBinding> distinct = new LinkedHashSet<>(wanted);
        Set<AclBinding> present = new LinkedHashSet<>();
        distinct.stream()
                .map(binding -> binding.entry().principal())
                .distinct()
                .forEach(principal -> present.addAll(of(principal)));
        List<AclBinding> missing = new ArrayList<>(distinct);
        missing.removeAll(present);
        if (!missing.isEmpty()) {
            await("create ACLs", admin.createAcls(missing).all());
        }
        return new Outcome(
                missing,
                distinct.stream().filter(present::contains).toList(),
                present.stream().filter(binding -> !distinct.contains(binding)).toList());
    }

    private Collection<AclBinding> of(String principal) {
        AccessControlEntryFilter entries =
                new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY);
        return await(
                "look for ACLs",
                admin.describeAcls(new AclBindingFilter(ResourcePatternFilter.ANY, entries))
                        .values());
    }

    private static <T> T await(String what, KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new UserError("cannot " + what + ": " + reason(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new UserError("cannot " + what + ": no answer within " + PATIENCE_S + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while trying to " + what, e);
        }
    }

    private static String reason(Throwable refused) {
        if (refused instanceof SecurityDisabledException) {
            return "the brokers have no authorizer, so everybody may do everything; set authorizer.class.name="
                    + "org.apache.kafka.metadata.authorizer.StandardAuthorizer and super.users on all of them first";
        }
        if (refused instanceof ClusterAuthorizationException) {
            return "the brokers refuse it: log in as one of their super.users (docs/security.md tells how), or as somebody who may"
                    + " DESCRIBE and ALTER the cluster";
        }
        return refused.getMessage();
    }
}
