package io.leaven.dispatcher.guardrail.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardrailFileTest {

    private static final List<String> CHANNELS = List.of("push", "text", "email");

    @Test
    void exampleOfTheDocsSaysWhatItsCommentsSay() throws IOException {
        GuardrailRules rules = parse(Files.readString(Path.of("../docs/guardrails.yaml")));
        Optional<QuietHours> night = Optional.of(new QuietHours(LocalTime.of(21, 30), LocalTime.of(8, 0), true));
        assertThat(rules.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(rules.caps()).containsExactly(new Cap(2, Duration.ofDays(1)), new Cap(5, Duration.ofDays(7)));
        assertThat(rules.minimumGap()).contains(Duration.ofHours(4));
        assertThat(rules.doNotDisturb()).isTrue();
        assertThat(rules.discountBudget()).contains(new DiscountBudget(500, Duration.ofDays(1), 20, 50));
        assertThat(rules.sendRate()).contains(new Cap(600, Duration.ofMinutes(1)));
        assertThat(rules.channel("push"))
                .isEqualTo(new ChannelRules(
                        true,
                        false,
                        true,
                        List.of(new Cap(1, Duration.ofHours(12))),
                        Optional.of(new QuietHours(LocalTime.of(21, 30), LocalTime.of(8, 0), false)),
                        Optional.of(Duration.ofHours(4))));
        assertThat(rules.channel("text"))
                .isEqualTo(new ChannelRules(
                        true,
                        true,
                        true,
                        List.of(new Cap(2, Duration.ofDays(7))),
                        night,
                        Optional.of(Duration.ofDays(1))));
        assertThat(rules.channel("email"))
                .isEqualTo(new ChannelRules(
                        true, false, true, List.of(), Optional.empty(), Optional.of(Duration.ofDays(1))));
    }

    @Test
    void emptyFileSetsNoRules() {
        GuardrailRules rules = parse("# nothing\n");
        assertThat(rules.zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(rules.caps()).isEmpty();
        assertThat(rules.channel("push").caps()).isEmpty();
        assertThat(rules.version()).isPresent();
    }

    @Test
    void versionChangesWithTheText() {
        assertThat(parse("cap: 1 per 1d").version())
                .isEqualTo(parse("cap: 1 per 1d").version());
        assertThat(parse("cap: 1 per 1d").version())
                .isNotEqualTo(parse("cap: 2 per 1d").version());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "# a|caps: 3 per 7d|unknown key 'caps'; did you mean 'cap'?",
                "cap: 1 per 1d|minimum-gap: 0h|'0h' has no length",
                "cap: 1 per 1d|send-rate: 5 per 91d|window '91d' is longer than 90d",
                "cap: 1 per 1d|quiet-hours: 09:00-09:00 hold|quiet hours from 09:00 to 09:00 have no length",
                "cap: 1 per 1d|quiet-hours: 25:00-09:00 hold|names a time that no clock shows",
                "cap: 1 per 1d|quiet-hours: 22:00-09:00|is not quiet hours",
                "cap:|  - many per 7d|'many per 7d' is not a cap",
                "cap:|  - 3 per 0d|'0d' has no length",
                "cap:|  - 3 per week|'week' is not a duration",
                "channels:|  pigeon: {cap: 1 per 1d}|unknown key 'pigeon'; known are push, text, email",
                "channels:|  push: {quite-hours: none}|unknown key 'quite-hours'; did you mean 'quiet-hours'?",
                "channels:|  push: yes|'push' is not a mapping",
                "channels:|  push: {send: maybe}|'maybe' is neither true nor false",
                "channels:|  push: {consent: never}|'never' is neither opt-in nor opt-out",
                "cap: 1 per 1d|time-zone: Europe/Berln|'Europe/Berln' is no time zone; did you mean 'Europe/Berlin'?",
                "cap: 1 per 1d|discount-budget: {dollars: 5 per 1d}|'ticket' is missing",
                "cap: 1 per 1d|discount-budget: {dollars: 0 per 1d, ticket: 20}|'0' is not above 0",
                "cap: 1 per 1d|discount-budget: {dollars: 5 per 1d, ticket: NaN}|'NaN' is not a number",
                "cap: 1 per 1d|cap: 2 per 1d|key 'cap' stands twice",
                "cap: 1 per 1d|minimum-gap:|'minimum-gap' needs a single value",
                "cap: 1 per 1d|minimum-gap: [1h]|'minimum-gap' needs a single value",
                "cap: 1 per 1d|: : :|",
                "cap: 1 per 1d|- 1 per 2d|",
            })
    void whatMakesNoSenseIsRefusedWithItsLine(String first, String second, String complaint) {
        assertThatThrownBy(() -> parse(first + "\n" + second + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("rules.yaml, line 2: ")
                .hasMessageContaining(complaint == null ? "" : complaint);
    }

    private static GuardrailRules parse(String text) {
        return GuardrailFile.parse(text, "rules.yaml", CHANNELS);
    }
}
