package io.leaven.trainer.dyna;

/** Tells how likely a purchase is. Safe for use by several threads. */
interface PurchaseModel {

    /**
     * Log-odds of a purchase.
     *
     * @param rows raw features of a state and the action's columns, row by row
     * @param count rows
     * @return one for each row
     */
    double[] logOdds(double[] rows, int count);
}
