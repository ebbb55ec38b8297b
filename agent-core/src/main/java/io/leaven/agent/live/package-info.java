/**
 * Which snapshot decides, from the snapshots and the orders about them: one rule for dispatchers, for the trainer's gate and for
 * people who look.
 */
package io.leaven.agent.live;
