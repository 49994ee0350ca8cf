package io.github.dann4j.adapt;

import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.train.TrainingSettings;

/**
 * What a method is made from, beside its network.
 *
 * @param training settings of any training
 * @param settings the method's own
 * @param target its training images, for a method that looks at all of them; must outlive the method
 * @param seed of what the method draws itself
 */
public record MethodSetup<S extends Record>(
        TrainingSettings training, S settings, UnlabeledExamples target, long seed) {}
