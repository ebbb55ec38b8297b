package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

    private static final List<String> WORLDS = List.of("paper", "realistic");

    @Test
    void aSlipOfTheFingerIsUnderstood() {
        assertThat(Suggestion.of("papr", WORLDS)).isEqualTo("; did you mean 'paper'?");
        assertThat(Suggestion.of("PAPER", WORLDS)).isEqualTo("; did you mean 'paper'?");
        assertThat(Suggestion.of("realstic", WORLDS)).isEqualTo("; did you mean 'realistic'?");
    }

    @Test
    void aStrangeWordIsNotForcedOntoAKnownOne() {
        assertThat(Suggestion.of("mars", WORLDS)).isEmpty();
        assertThat(Suggestion.of("x", List.of())).isEmpty();
    }

    @Test
    void ofTwoThatAreAsNearTheFirstInTheAlphabetIsTaken() {
        assertThat(Suggestion.nearest("bat", List.of("hat", "cat"))).contains("cat");
    }

    /** Edit distance 3 between "kitten" and "sitting" is the textbook example; three words of seven letters may differ by 2. */
    @Test
    void nearnessIsEditDistance() {
        assertThat(Suggestion.nearest("sitting", List.of("kitten"))).isEmpty();
        assertThat(Suggestion.nearest("kittens", List.of("kitten"))).contains("kitten");
        assertThat(Suggestion.nearest("sittingly", List.of("kittingly"))).contains("kittingly");
    }
}
