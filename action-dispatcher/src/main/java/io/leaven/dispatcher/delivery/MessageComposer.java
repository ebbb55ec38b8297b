package io.leaven.dispatcher.delivery;

import io.leaven.dispatcher.delivery.content.TemplateException;
import io.leaven.dispatcher.delivery.content.Templates;
import io.leaven.dispatcher.profile.ProfileView;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.MessageAction;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Composes by the customer's newest profile and the templates, if there are any. */
public final class MessageComposer implements Composer {

    private final ProfileView profiles;
    private final Optional<Templates> templates;
    private final Function<MessageAction, Optional<String>> unsubscribeUrls;

    /** @param unsubscribeUrls where the customer of an action ends messages by its channel */
    public MessageComposer(
            ProfileView profiles,
            Optional<Templates> templates,
            Function<MessageAction, Optional<String>> unsubscribeUrls) {
        this.profiles = profiles;
        this.templates = templates;
        this.unsubscribeUrls = unsubscribeUrls;
    }

    @Override
    public Composed compose(MessageAction action, int attempt) {
        String channel = action.getChannel();
        if (profiles.isErased(action.getCustomerId())) {
            return new Withheld("the customer's data were erased");
        }
        Optional<CustomerProfile> profile = profiles.of(action.getCustomerId());
        if (profile.map(known -> known.getConsent().getOrDefault(channel, true))
                .orElse(true)
                .equals(false)) {
            return new Withheld("no consent to messages by " + channel);
        }
        if (profile.map(known -> known.getSuppressed().contains(channel)).orElse(false)) {
            return new Withheld(channel + " is suppressed");
        }
        Optional<String> unsubscribe = unsubscribeUrls.apply(action);
        try {
            Map<String, String> content =
                    templates.map(texts -> texts.render(action, unsubscribe)).orElse(Map.of());
            Optional<String> address =
                    profile.map(CustomerProfile::getAddresses).map(all -> all.get(channel));
            return new Message(new OutboundMessage(action, content, address, unsubscribe, attempt));
        } catch (TemplateException e) {
            return new Impossible(e.getMessage());
        }
    }
}
