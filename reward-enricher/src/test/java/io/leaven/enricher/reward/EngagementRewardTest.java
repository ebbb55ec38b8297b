package io.leaven.enricher.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.schemas.RewardLedger;
import org.junit.jupiter.api.Test;

class EngagementRewardTest {

    private final RewardLedger ledger = RewardLedger.newBuilder()
            .setTicket(6.5)
            .setTotal(6.5)
            .setRewardVersion("c0ffee00")
            .build();

    @Test
    void credit_adds_two_terms_and_leaves_the_ledger_that_it_was_given() {
        RewardLedger credited = new EngagementReward(.5, -.25, 0).credit(ledger, true, true);

        assertThat(credited.getOpened()).isEqualTo(.5);
        assertThat(credited.getClicked()).isEqualTo(-.25);
        assertThat(credited.getTotal()).isEqualTo(6.75);
        assertThat(ledger.getTotal()).isEqualTo(6.5);
    }

    @Test
    void grace_counts_from_the_close_of_the_step_and_its_last_millisecond_belongs_to_it() {
        EngagementReward hour = new EngagementReward(1, 1, 3_600_000);

        assertThat(hour.isInTime(10_000 + 3_600_000, 10_000)).isTrue();
        assertThat(hour.isInTime(10_000 + 3_600_001, 10_000)).isFalse();
        assertThat(hour.isInTime(5, 10_000)).isTrue();
    }

    /** Else every reward on record would count as priced by other rules. */
    @Test
    void version_of_the_reward_changes_only_with_what_openings_bring() {
        RewardWeights weights = RewardPreset.CAUSAL.weights();

        assertThat(weights.version(new EngagementReward(0, 0, 77))).isEqualTo(weights.version());
        assertThat(weights.version(new EngagementReward(1, 0, 77)))
                .isNotEqualTo(weights.version())
                .isNotEqualTo(weights.version(new EngagementReward(2, 0, 77)))
                .isNotEqualTo(weights.version(new EngagementReward(1, 0, 78)));
    }

    @Test
    void numbers_that_are_none_are_refused() {
        assertThatThrownBy(() -> new EngagementReward(Double.NaN, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EngagementReward(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
