package io.leaven.trainer.dyna;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Tier;
import io.leaven.schemas.feature.CustomerHistory;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** Lets imagined customers live by a {@link ResponseModel}, all of them a step at a time, and writes down each state they pass. */
final class ImaginedLives {

    private static final Tier[] TIERS = Tier.values();
    private static final double EXPLORATION = .1;

    private final ResponseModel model;
    private final LedgerTerms terms;
    private final Endings endings;
    private final CustomerHistory history;
    private final ActionCatalogue catalogue;
    private final ImaginedStates states;
    private final UniformRandomProvider random;
    private final int actions;

    ImaginedLives(
            ResponseModel model,
            LedgerTerms terms,
            Endings endings,
            CustomerHistory history,
            ActionCatalogue catalogue,
            ImaginedStates states,
            UniformRandomProvider random) {
        this.model = model;
        this.terms = terms;
        this.endings = endings;
        this.history = history;
        this.catalogue = catalogue;
        this.states = states;
        this.random = random;
        this.actions = catalogue.size();
    }

    void live(StateEncoder encoder, List<CustomerState> starts, int customers, int steps, Imagination.Greedy agent) {
        CustomerState[] now = new CustomerState[customers];
        double[] rate = new double[customers];
        for (int i = 0; i < customers; i++) {
            now[i] = starts.get(random.nextInt(starts.size()));
            double u = random.nextDouble();
            rate[i] = i % 2 == 0 ? -1 : u * u;
        }
        for (int step = 0; step < steps; step++) {
            liveStep(encoder, now, rate, starts, agent);
        }
    }

    private void liveStep(
            StateEncoder encoder,
            CustomerState[] now,
            double[] rate,
            List<CustomerState> starts,
            Imagination.Greedy agent) {
        int count = now.length;
        int features = encoder.width();
        double[] raw = new double[count * features];
        float[] encoded = new float[count * features];
        for (int i = 0; i < count; i++) {
            encoder.encode(now[i], encoded, i * features);
            for (int feature = 0; feature < features; feature++) {
                raw[i * features + feature] =
                        encoder.features().get(feature).feature().of(now[i]);
            }
        }
        float[] purchase = model.purchase(raw, count);
        float[] worth = model.worth(raw, count);
        float[] drop = model.drop(raw, count);
        int[] greedy = agent.actions(encoded, count);
        for (int i = 0; i < count; i++) {
            int row = states.nextRow();
            writeDown(encoder, row, now[i], i, encoded, purchase, worth, drop);
            int action = choose(greedy[i], rate[i]);
            boolean ends = random.nextDouble() >= states.rows().goesOn()[row];
            now[i] = ends ? starts.get(random.nextInt(starts.size())) : after(now[i], action, way(row, action));
        }
    }

    /** @param rate of random messages; below 0 for the agent's choice with some exploration */
    private int choose(int greedy, double rate) {
        if (rate < 0) {
            return random.nextDouble() < EXPLORATION ? random.nextInt(actions) : greedy;
        }
        return random.nextDouble() < rate ? 1 + random.nextInt(actions - 1) : 0;
    }

    private int way(int row, int action) {
        double u = random.nextDouble();
        int from = (row * actions + action) * ImaginedBatch.WAYS;
        for (int way = 0; way < ImaginedBatch.WAYS - 1; way++) {
            u -= states.rows().chances()[from + way];
            if (u < 0) {
                return way;
            }
        }
        return ImaginedBatch.WAYS - 1;
    }

    private void writeDown(
            StateEncoder encoder,
            int row,
            CustomerState state,
            int i,
            float[] encoded,
            float[] purchase,
            float[] worth,
            float[] drop) {
        ImaginedBatch rows = states.rows();
        int features = encoder.width();
        System.arraycopy(encoded, i * features, rows.states(), row * features, features);
        rows.goesOn()[row] = (float) endings.goesOn(state.getStep() + 1);
        int tier = state.getTier().ordinal();
        double rises = tier == TIERS.length - 1 ? 0 : model.rise(tier);
        double falls = tier == 0 ? 0 : drop[i];
        for (int action = 0; action < actions; action++) {
            int at = row * actions + action;
            double p = purchase[i * actions + action];
            int chances = at * ImaginedBatch.WAYS;
            rows.chances()[chances] = (float) (p * rises);
            rows.chances()[chances + 1] = (float) (p * (1 - rises));
            rows.chances()[chances + 2] = (float) ((1 - p) * (1 - falls));
            rows.chances()[chances + 3] = (float) ((1 - p) * falls);
            double stays = tier == TIERS.length - 1 ? p * (1 - rises) + (1 - p) * (1 - falls) : 0;
            rows.rewards()[at] = (float) (p * worth[i * actions + action]
                    + terms.ofAction(action, state.getMessageLoad())
                    + p * rises * terms.tierUp()
                    + (1 - p) * falls * terms.tierDrop()
                    + stays * terms.goldKept());
        }
        for (int way = 0; way < ImaginedBatch.WAYS; way++) {
            for (int action : new int[] {0, 1}) {
                int future = row * ImaginedBatch.FUTURES + ImaginedBatch.firstFuture(action) + way;
                encoder.encode(after(state, action, way), rows.futures(), future * features);
            }
        }
    }

    /** Tiers beyond the ends have no chance; their place is filled by the tier itself. */
    private CustomerState after(CustomerState state, int action, int way) {
        int move = way == 0 ? 1 : way == ImaginedBatch.WAYS - 1 ? -1 : 0;
        int tier = Math.max(0, Math.min(TIERS.length - 1, state.getTier().ordinal() + move));
        return history.after(
                state,
                new CustomerHistory.Closing(
                        state.getAttributes(),
                        TIERS[tier],
                        state.getStep() + 1,
                        way <= 1,
                        catalogue.action(action).channel()));
    }
}
