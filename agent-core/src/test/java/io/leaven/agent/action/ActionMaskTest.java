package io.leaven.agent.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ActionMaskTest {

    @Test
    void noneIsAlwaysAllowed() {
        assertThat(new ActionMask(10, 0).stream()).containsExactly(0);
        assertThat(ActionMask.all(3).without(0).allows(0)).isTrue();
        assertThat(ActionMask.of(10, List.of()).count()).isEqualTo(1);
    }

    @Test
    void onlyWhatIsListedIsAllowed() {
        ActionMask mask = ActionMask.of(10, List.of(3, 9, 12, -1));
        assertThat(mask.stream()).containsExactly(0, 3, 9);
        assertThat(mask.allows(3)).isTrue();
        assertThat(mask.allows(4)).isFalse();
        assertThat(mask.without(3).stream()).containsExactly(0, 9);
    }

    @Test
    void nullAllowsAll() {
        assertThat(ActionMask.of(10, null).count()).isEqualTo(10);
        assertThat(ActionMask.all(64).count()).isEqualTo(64);
    }

    @Test
    void refusesSizesItCannotHold() {
        assertThatIllegalArgumentException().isThrownBy(() -> ActionMask.all(0));
        assertThatIllegalArgumentException().isThrownBy(() -> ActionMask.all(65));
    }
}
