/**
 * Floor 3: the loop that runs any {@link io.github.dann4j.train.TrainingStep}, and what all trainings share: schedules
 * of λ and of the learning rate, the optimizer, the seeds of a step, and batch statistics.
 *
 * <p>Uses {@code model}, {@code data}, {@code distribute}, {@code engine} and the JavaCPP presets. Nothing here depends
 * on a method. A {@link io.github.dann4j.train.TrainingListener} observes a training.
 */
@NullMarked
package io.github.dann4j.train;

import org.jspecify.annotations.NullMarked;
