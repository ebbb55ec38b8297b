package io.leaven.dispatcher;

import java.util.Optional;

/**
 * What a dispatcher did since it started.
 *
 * @param requests records read from the requests topic and committed, refused ones too
 * @param decisions committed
 * @param actions decisions that are a message
 * @param deadLetters requests, snapshots and profiles refused
 * @param snapshot the one that decides, {@code agent/version}
 * @param snapshotsRefused snapshots that cannot be used
 * @param snapshotsRolledBack snapshots that left a control band here
 * @param guardrailsRefused changes of the guardrails' file that cannot be used
 */
public record DispatcherStatus(
        long requests,
        long decisions,
        long actions,
        long deadLetters,
        Optional<String> snapshot,
        long snapshotsRefused,
        long snapshotsRolledBack,
        long guardrailsRefused) {}
