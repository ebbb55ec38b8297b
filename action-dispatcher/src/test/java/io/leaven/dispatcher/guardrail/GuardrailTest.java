package io.leaven.dispatcher.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.agent.action.ActionMask;
import io.leaven.dispatcher.RandomRequests;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MaskedAction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Actions of the standard catalogue: 1-3 push, 4-6 text, 7-9 email, each ad, small and large discount. */
class GuardrailTest {

    private static final String NOON = "2026-03-10T12:00:00Z";
    private static final String NIGHT = "2026-03-10T23:00:00Z";

    private final DecisionRequest request = new RandomRequests(1).open("c");

    @Test
    void withoutRulesAndObjectionsEverythingIsOpen() {
        request.setConsent(Map.of("push", true));
        assertThat(Occasions.by().open(request, NOON)).hasSize(10);
    }

    @Test
    void objectionClosesEveryMessageByThatChannel() {
        request.setConsent(Map.of("text", false, "push", true, "pigeon", false));
        assertThat(Occasions.by().open(request, NOON)).containsExactly(0, 1, 2, 3, 7, 8, 9);
    }

    @Test
    void objectionsToAllChannelsLeaveNone() {
        request.setConsent(Map.of("push", false, "text", false, "email", false));
        assertThat(Occasions.by().open(request, NOON)).containsExactly(0);
    }

    @Test
    void silenceOnAnOptInChannelMeansNo() {
        Occasions optIn = Occasions.by("channels:", "  text: {consent: opt-in}");
        assertThat(optIn.open(request, NOON)).containsExactly(0, 1, 2, 3, 7, 8, 9);
        request.setConsent(Map.of("text", true));
        assertThat(optIn.open(request, NOON)).hasSize(10);
    }

    @Test
    void profileOverridesTheRequest() {
        request.setConsent(Map.of("text", true, "push", false));
        request.setReachable(List.of("text", "push"));
        CustomerProfile profile = profile();
        profile.setConsent(Map.of("text", false, "push", true));
        assertThat(Occasions.by().open(request, profile, NOON)).containsExactly(0, 1, 2, 3);
        profile.setAddresses(Map.of("email", "a@example.org"));
        assertThat(Occasions.by().open(request, profile, NOON)).containsExactly(0, 7, 8, 9);
        profile.setSuppressed(List.of("email"));
        assertThat(Occasions.by().open(request, profile, NOON)).containsExactly(0);
        profile.setSuppressed(List.of());
        profile.setTimeZone("Asia/Tokyo");
        assertThat(Occasions.by("quiet-hours: 20:00-22:00 drop").open(request, profile, NOON))
                .as("21:00 in Tokyo")
                .containsExactly(0);
    }

    private static CustomerProfile profile() {
        return CustomerProfile.newBuilder()
                .setCustomerId("c")
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }

    @Test
    void channelWithoutAnAddressIsClosedUnlessItNeedsNone() {
        request.setReachable(List.of("email"));
        assertThat(Occasions.by().open(request, NOON)).containsExactly(0, 7, 8, 9);
        assertThat(Occasions.by("channels:", "  push: {needs-address: false}").open(request, NOON))
                .containsExactly(0, 1, 2, 3, 7, 8, 9);
        assertThat(Occasions.by().reason(request, NOON, 1)).isEqualTo("unreachable");
    }

    @Test
    void channelCanBeSuppressedForEverybody() {
        Occasions off = Occasions.by("channels:", "  email: {send: false}");
        assertThat(off.open(request, NOON)).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(off.reason(request, NOON, 9)).isEqualTo("suppressed");
    }

    @Test
    void requestNamesWhatIsAllowedAndNoneAlwaysIs() {
        request.setAllowedActions(List.of(3, 9));
        assertThat(Occasions.by().open(request, NOON)).containsExactly(0, 3, 9);
        request.setAllowedActions(List.of());
        assertThat(Occasions.by().open(request, NOON)).containsExactly(0);
    }

    @Test
    void capCountsAWindowThatRolls() {
        Occasions capped = Occasions.by("cap: 2 per 7d")
                .sent(request, "2026-03-01T12:00:00Z", 1)
                .sent(request, "2026-03-04T12:00:00Z", 7);
        assertThat(capped.open(request, "2026-03-08T11:59:59.999Z")).containsExactly(0);
        assertThat(capped.reason(request, "2026-03-08T11:59:59.999Z", 5)).isEqualTo("frequency-cap");
        assertThat(capped.open(request, "2026-03-08T12:00:00Z")).hasSize(10);
        assertThat(capped.open(new RandomRequests(1).open("another"), NOON)).hasSize(10);
    }

    @Test
    void capOfAChannelLeavesTheOthers() {
        Occasions capped = Occasions.by("channels:", "  push: {cap: 1 per 1d}").sent(request, NOON, 2);
        assertThat(capped.open(request, NOON)).containsExactly(0, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void capOfZeroMeansNever() {
        assertThat(Occasions.by("cap: 0 per 7d").open(request, NOON)).containsExactly(0);
    }

    @Test
    void everyCapOfAListHolds() {
        Occasions capped = Occasions.by("cap: [1 per 1d, 2 per 7d]")
                .sent(request, "2026-03-01T12:00:00Z", 1)
                .sent(request, "2026-03-03T12:00:00Z", 1);
        assertThat(capped.open(request, "2026-03-05T12:00:00Z")).containsExactly(0);
        assertThat(capped.open(request, "2026-03-08T12:00:00Z")).hasSize(10);
    }

    @Test
    void gapHoldsBetweenAnyTwoMessages() {
        Occasions spaced = Occasions.by("minimum-gap: 4h").sent(request, NOON, 1);
        assertThat(spaced.open(request, "2026-03-10T15:59:00Z")).containsExactly(0);
        assertThat(spaced.reason(request, "2026-03-10T15:59:00Z", 7)).isEqualTo("minimum-gap");
        assertThat(spaced.open(request, "2026-03-10T16:00:00Z")).hasSize(10);
    }

    @Test
    void quietHoursDropOrHoldByChannel() {
        Occasions quiet = Occasions.by(
                "quiet-hours: 22:00-08:00 hold",
                "channels:",
                "  push: {quiet-hours: 22:00-08:00 drop}",
                "  email: {quiet-hours: none}");
        assertThat(quiet.open(request, NIGHT)).containsExactly(0, 4, 5, 6, 7, 8, 9);
        assertThat(quiet.reason(request, NIGHT, 1)).isEqualTo("quiet-hours");
        assertThat(Instant.ofEpochMilli(quiet.sendTime(request, NIGHT, 4).at())).isEqualTo("2026-03-11T08:00:00Z");
        assertThat(Instant.ofEpochMilli(quiet.sendTime(request, NIGHT, 4).before()))
                .as("not in the next night either")
                .isEqualTo("2026-03-11T22:00:00Z");
        assertThat(Instant.ofEpochMilli(quiet.sendTime(request, NIGHT, 7).at())).isEqualTo(NIGHT);
        assertThat(quiet.open(request, NOON)).hasSize(10);
    }

    @Test
    void unknownTimeZoneIsTheDefaultOne() {
        Occasions quiet = Occasions.by("time-zone: America/New_York", "quiet-hours: 07:00-09:00 drop");
        assertThat(quiet.open(request, NOON)).as("8:00 in New York").containsExactly(0);
        request.setTimeZone("Europe/Berlin");
        assertThat(quiet.open(request, NOON)).as("13:00 in Berlin").hasSize(10);
        request.setTimeZone("Middle/Earth");
        assertThat(quiet.open(request, NOON)).containsExactly(0);
    }

    @Test
    void whatWouldExpireWhileItIsHeldIsNotSent() {
        Occasions stale = Occasions.by("quiet-hours: 22:00-08:00 hold", "expire-after: 4h");
        assertThat(stale.open(request, NIGHT)).containsExactly(0);
        assertThat(stale.reason(request, NIGHT, 1)).isEqualTo("expired");
        assertThat(Instant.ofEpochMilli(stale.sendTime(request, NOON, 1).before()))
                .isEqualTo("2026-03-10T16:00:00Z");
    }

    @Test
    void heldMessageCountsAtTheTimeThatItGoesOut() {
        Occasions held =
                Occasions.by("quiet-hours: 22:00-08:00 hold", "cap: 1 per 12h").sent(request, NIGHT, 1);
        assertThat(held.open(request, "2026-03-11T12:00:00Z"))
                .as("4 hours after 8:00")
                .containsExactly(0);
        assertThat(held.open(request, "2026-03-11T20:00:00Z")).hasSize(10);
    }

    @Test
    void promotionThatSurelyDoesHarmIsClosed() {
        request.setUpliftUpper(Map.of("ad", -.01, "small", .3));
        assertThat(Occasions.by("do-not-disturb: true").open(request, NOON)).containsExactly(0, 2, 3, 5, 6, 8, 9);
        assertThat(Occasions.by("do-not-disturb: true").reason(request, NOON, 4))
                .isEqualTo("do-not-disturb");
        assertThat(Occasions.by("do-not-disturb: false").open(request, NOON)).hasSize(10);
    }

    @Test
    void sendRateCountsAllCustomers() {
        Occasions limited = Occasions.by("send-rate: 2 per 1m");
        for (String customer : List.of("a", "b")) {
            assertThat(limited.open(new RandomRequests(1).open(customer), NOON)).hasSize(10);
            limited.sent(new RandomRequests(1).open(customer), NOON, 1);
        }
        assertThat(limited.open(request, "2026-03-10T12:00:59Z")).containsExactly(0);
        assertThat(limited.reason(request, "2026-03-10T12:00:59Z", 7)).isEqualTo("send-rate");
        assertThat(limited.open(request, "2026-03-10T12:01:02Z")).hasSize(10);
    }

    @Test
    void discountThatTheBudgetCannotBearIsClosed() {
        // 20 dollars: a large discount of .25 reserves 6.67, a small one of .10 2.22.
        Occasions poor = Occasions.by("discount-budget: {dollars: 10 per 1d, ticket: 20}")
                .sent(request, NOON, 3);
        assertThat(poor.open(request, NOON)).containsExactly(0, 1, 2, 4, 5, 7, 8);
        assertThat(poor.reason(request, NOON, 3)).isEqualTo("discount-budget");
        assertThat(poor.sent(request, NOON, 2).open(request, NOON)).containsExactly(0, 1, 4, 7);
        assertThat(poor.open(request, "2026-03-11T12:45:00Z")).hasSize(10);
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
