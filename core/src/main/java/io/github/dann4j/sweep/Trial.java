package io.github.dann4j.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One training of a sweep.
 *
 * @param number from 1, in the order of the trainings; the name of its folder
 * @param round from 1; combinations are tried again in later rounds of a halving
 * @param values by key of the recipe
 * @param steps of the training
 * @param seconds of the training
 * @param failure why there is no model, in one sentence; null if there is one
 * @param figures value of every validator on what was held out; empty if there is no model
 * @param elapsedSeconds of the whole sweep up to the end of this training, over all processes
 */
public record Trial(
        int number,
        int round,
        Map<String, String> values,
        int steps,
        double seconds,
        @Nullable String failure,
        Map<String, Double> figures,
        double elapsedSeconds) {
    public Trial {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }
}
