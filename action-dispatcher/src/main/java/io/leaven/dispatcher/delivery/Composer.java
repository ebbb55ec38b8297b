package io.leaven.dispatcher.delivery;

import io.leaven.schemas.MessageAction;

/** Makes the message of an action right before it is sent, from what is known then. */
@FunctionalInterface
public interface Composer {

    /** @param attempt counted from 1 */
    Composed compose(MessageAction action, int attempt);

    /** A message, or why there is none. */
    sealed interface Composed {}

    /** To be sent. */
    record Message(OutboundMessage message) implements Composed {}

    /** Not to be sent: the customer does not want it any more. */
    record Withheld(String reason) implements Composed {}

    /** Cannot be made, such as for want of a template. */
    record Impossible(String reason) implements Composed {}
}
