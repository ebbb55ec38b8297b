/**
 * Puts a trainer's whole state away in a file and takes it up again, so that one that was killed goes on as if it had not stopped.
 * Each part writes and reads its own state.
 */
package io.leaven.trainer.checkpoint;
