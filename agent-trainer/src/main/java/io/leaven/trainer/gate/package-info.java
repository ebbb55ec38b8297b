/**
 * Judges snapshots before they go live: some customers are kept from learning, and a snapshot must do about as well on them as the
 * live one, by off-policy evaluation.
 */
package io.leaven.trainer.gate;
