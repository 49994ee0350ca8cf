/**
 * Trains a method with several values of its recipe, and chooses one training without a label of the target.
 * {@link io.github.dann4j.sweep.Sweep} does all of this; {@link io.github.dann4j.sweep.SweepResult} is the result.
 */
@NullMarked
package io.github.dann4j.sweep;

import org.jspecify.annotations.NullMarked;
