package io.leaven.dispatcher.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.dispatcher.RandomRequests;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MaskedAction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardrailTest {

    private final ActionCatalogue catalogue = ActionCatalogue.standard();
    private final Guardrail consent = new ConsentGuardrail(catalogue);
    private final Guardrail allowed = new AllowedActionsGuardrail(catalogue);
    private final DecisionRequest request = new RandomRequests(1).open("c");

    @Test
    void withoutAnObjectionEveryChannelIsOpen() {
        request.setConsent(Map.of("push", true));
        assertThat(consent.allowed(request)).isEqualTo(ActionMask.all(10));
    }

    @Test
    void objectionClosesEveryMessageByThatChannel() {
        request.setConsent(Map.of("text", false, "push", true));
        assertThat(consent.allowed(request).stream()).containsExactly(0, 1, 2, 3, 7, 8, 9);
    }

    @Test
    void objectionsToAllChannelsLeaveNone() {
        request.setConsent(Map.of("push", false, "text", false, "email", false));
        assertThat(consent.allowed(request).stream()).containsExactly(0);
    }

    @Test
    void objectionToAChannelThatTheCatalogueLacksIsOfNoEffect() {
        request.setConsent(Map.of("pigeon", false));
        assertThat(consent.allowed(request)).isEqualTo(ActionMask.all(10));
    }

    @Test
    void requestNamesWhatIsAllowedAndNoneAlwaysIs() {
        request.setAllowedActions(List.of(3, 9));
        assertThat(allowed.allowed(request).stream()).containsExactly(0, 3, 9);
        request.setAllowedActions(List.of());
        assertThat(allowed.allowed(request).stream()).containsExactly(0);
        request.setAllowedActions(null);
        assertThat(allowed.allowed(request)).isEqualTo(ActionMask.all(10));
    }

    @Test
    void firstReasonAgainstAnActionStays() {
        OpenActions open =
                OpenActions.all(4).only(new ActionMask(4, 0b1010), "first").only(new ActionMask(4, 0b0110), "second");
        assertThat(open.mask().stream()).containsExactly(0, 1);
        assertThat(open.masked()).containsExactly(new MaskedAction(2, "first"), new MaskedAction(3, "second"));
    }

    @Test
    void noneStaysOpenWhateverIsClosed() {
        OpenActions open = OpenActions.all(3).none("holdout");
        assertThat(open.mask().stream()).containsExactly(0);
        assertThat(open.masked()).containsExactly(new MaskedAction(1, "holdout"), new MaskedAction(2, "holdout"));
    }
}
