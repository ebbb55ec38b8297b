package io.leaven.dispatcher.group;

import io.leaven.schemas.DecisionGroup;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Puts each customer into a group for good. A customer's position is the number in [0, 1) that the first 53 bits of
 * {@code SHA-256(salt + ":" + customerId)} make, so anyone can work it out again. The holdout takes positions from 0
 * upwards, the random group from 1 downwards, the agent what lies between: whoever is in holdout or random stays there
 * when shares grow. Another salt makes another split. Safe for use by several threads.
 */
public final class GroupAssignment {

    private final String salt;
    private final GroupShares shares;
    private final boolean agentOnly;

    public GroupAssignment(String salt, GroupShares shares) {
        this.salt = salt;
        this.shares = shares;
        this.agentOnly = shares.equals(GroupShares.agentOnly());
    }

    /** AGENT, RANDOM or HOLDOUT; the same for the same customer, always. */
    public DecisionGroup of(String customerId) {
        if (agentOnly) {
            return DecisionGroup.AGENT;
        }
        double position = position(customerId);
        if (position < shares.holdout()) {
            return DecisionGroup.HOLDOUT;
        }
        return position >= 1 - shares.random() ? DecisionGroup.RANDOM : DecisionGroup.AGENT;
    }

    double position(String customerId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((salt + ":" + customerId).getBytes(StandardCharsets.UTF_8));
            return (ByteBuffer.wrap(digest).getLong() >>> 11) * 0x1p-53;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
