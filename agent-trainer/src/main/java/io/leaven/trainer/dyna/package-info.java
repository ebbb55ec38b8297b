/**
 * Planning with a learned model (Dyna, Sutton 1990): a response model is fitted to what customers did, imagined customers live by
 * it, and the network learns from their steps beside real ones.
 */
package io.leaven.trainer.dyna;
