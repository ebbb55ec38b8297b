/**
 * The loop without a broker: the pure cores of the apps (streams of customers, step logic and reward, trainer loop, decider) called
 * one after the other in one process. For experiments, which need many runs that repeat exactly.
 */
package io.leaven.evaluation.offline;
