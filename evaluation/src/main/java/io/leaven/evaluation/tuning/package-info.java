/** Search for better settings of the trainer: what to try is data, what is kept is decided on customers set apart for it. */
package io.leaven.evaluation.tuning;
