package io.leaven.dispatcher.decision;

import io.leaven.schemas.Decision;
import io.leaven.schemas.MessageAction;
import java.util.Optional;

/**
 * What a request gets.
 *
 * @param decision always one, also for "none"
 * @param message what to send, if the decision is a message
 */
public record Answer(Decision decision, Optional<MessageAction> message) {}
