package io.leaven.trainer.dyna;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.MarketingAction;

/**
 * Actions as numbers for a model: whether there is a message, and a flag for each channel and promotion.
 *
 * @param byAction one row for each action
 */
record ActionColumns(double[][] byAction) {

    static ActionColumns of(ActionCatalogue catalogue) {
        int channels = catalogue.channels().size();
        int promotions = catalogue.promotions().size();
        double[][] columns = new double[catalogue.size()][1 + channels + promotions];
        for (MarketingAction action : catalogue.actions()) {
            if (action.isMessage()) {
                double[] own = columns[action.index()];
                own[0] = 1;
                own[1 + catalogue.channels().indexOf(action.channel())] = 1;
                own[1 + channels + catalogue.promotions().indexOf(action.promotion())] = 1;
            }
        }
        return new ActionColumns(columns);
    }

    /** For a model of the state alone. */
    static ActionColumns none(int actions) {
        return new ActionColumns(new double[actions][0]);
    }

    int actions() {
        return byAction.length;
    }

    int width() {
        return byAction[0].length;
    }

    /**
     * Every state with every action.
     *
     * @param states raw features, row by row
     * @param count states
     * @return count x actions rows: the state's features, then the action's columns
     */
    double[] appendedTo(double[] states, int count) {
        int features = states.length / count;
        int columns = features + width();
        double[] rows = new double[count * actions() * columns];
        int at = 0;
        for (int state = 0; state < count; state++) {
            for (double[] action : byAction) {
                System.arraycopy(states, state * features, rows, at, features);
                System.arraycopy(action, 0, rows, at + features, action.length);
                at += columns;
            }
        }
        return rows;
    }
}
