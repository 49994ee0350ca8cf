package io.github.dann4j.adapt;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.train.TrainingSettings;

/**
 * Everything a method is created from, except its network.
 *
 * @param training settings common to all methods
 * @param settings settings of the method
 * @param target training images of the target, for methods that look at all of them; must outlive the method
 * @param seed seed of the method's own random draws
 */
@PublicApi
public record MethodSetup<S extends Record>(
        TrainingSettings training, S settings, UnlabeledExamples target, long seed) {}
