package io.leaven.enricher.reward;

import io.leaven.schemas.CustomerState;
import java.util.Map;

/** What the causal models say, all of one moment: asked once for each ledger. Safe for use by several threads. */
public interface UpliftSource {

    /** Before any model is known: no uplift, and every channel weighs 1. */
    UpliftSource NONE = new UpliftSource() {
        @Override
        public double tau(CustomerState state, String promotion, double z) {
            return 0;
        }

        @Override
        public double weight(String channel) {
            return 1;
        }

        @Override
        public String upliftVersion() {
            return null;
        }

        @Override
        public String mediaMixVersion() {
            return null;
        }
    };

    /**
     * Dollars that the promotion adds to this customer's expected ticket; 0 for one that the model does not know.
     *
     * @param z standard errors to add to the estimate: 0 for the estimate itself, below 0 for a cautious one
     */
    double tau(CustomerState state, String promotion, double z);

    /**
     * By promotion, dollars that it adds at most, so many standard errors above the estimate; null where there is no model, or
     * one without standard errors.
     */
    default Map<String, Double> upperBounds(CustomerState state, double z) {
        return null;
    }

    /** The channel's return on spend relative to the mean over channels; 1 for one that the model does not know. */
    double weight(String channel);

    /** Null without an uplift model. */
    String upliftVersion();

    /** Null without a media mix model. */
    String mediaMixVersion();
}
