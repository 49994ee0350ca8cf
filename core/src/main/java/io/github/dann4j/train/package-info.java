/**
 * The loop that runs any {@link io.github.dann4j.train.TrainingStep}, and what all trainings share: the schedule of λ,
 * phases, terms, the state that a checkpoint keeps, the seeds of a step, and batch statistics.
 *
 * <p>Uses {@code optimize}, {@code model}, {@code data.batch}, {@code distribute}, {@code engine} and the JavaCPP
 * presets. Nothing here depends on a method. A {@link io.github.dann4j.train.TrainingListener} observes a training.
 */
@NullMarked
package io.github.dann4j.train;

import org.jspecify.annotations.NullMarked;
