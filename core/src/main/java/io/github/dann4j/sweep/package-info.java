/**
 * Many trainings of a method with other values of its recipe, and a choice among them without a label of the target:
 * {@link io.github.dann4j.sweep.Sweep} is the whole way, {@link io.github.dann4j.sweep.SweepResult} what it finds.
 */
@NullMarked
package io.github.dann4j.sweep;

import org.jspecify.annotations.NullMarked;
