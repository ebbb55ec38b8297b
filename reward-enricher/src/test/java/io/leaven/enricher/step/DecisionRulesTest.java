package io.leaven.enricher.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.enricher.Customers;
import io.leaven.schemas.Decision;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The ranges that leaven.avdl states for a decision. */
class DecisionRulesTest {

    @Test
    void good_decisions_break_no_rule() {
        assertThat(DecisionRules.violation(Customers.none("ann", 1))).isEmpty();
        assertThat(DecisionRules.violation(Customers.largePush("ann", 50))).isEmpty();
        assertThat(violation(decision -> decision.setPropensity(1))).isNull();
    }

    @Test
    void each_broken_rule_is_named_with_its_value() {
        assertThat(DecisionRules.violation(Customers.none("ann", 0)).orElseThrow())
                .contains("step is 0");
        assertThat(violation(decision -> decision.setDecisionId("ann:2"))).contains("'ann:2'", "'ann:1'");
        assertThat(violation(decision -> decision.setAction(-1))).contains("action is -1");
        assertThat(violation(decision -> decision.setAction(0))).contains("action is 0", "push");
        assertThat(violation(decision -> decision.setChannel(null))).contains("channel null");
        assertThat(violation(decision -> decision.setPromotion(null))).contains("promotion null");
        assertThat(violation(decision -> decision.setMessageCost(-.1))).contains("messageCost is -0.1");
        assertThat(violation(decision -> decision.setMessageCost(Double.POSITIVE_INFINITY)))
                .contains("messageCost is Infinity");
        assertThat(violation(decision -> decision.setDiscount(1))).contains("discount is 1.0");
        assertThat(violation(decision -> decision.setDiscount(Double.NaN))).contains("discount is NaN");
        assertThat(violation(decision -> decision.setPropensity(0))).contains("propensity is 0.0");
        assertThat(violation(decision -> decision.setPropensity(1.01))).contains("propensity is 1.01");
        assertThat(violation(decision -> decision.setPropensity(Double.NaN))).contains("propensity is NaN");
    }

    private static String violation(Consumer<Decision> change) {
        Decision decision = Customers.largePush("ann", 1);
        change.accept(decision);
        return DecisionRules.violation(decision).orElse(null);
    }
}
