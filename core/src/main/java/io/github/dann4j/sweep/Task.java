package io.github.dann4j.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A training of a sweep that has begun.
 *
 * @param number from 1
 * @param round from 1
 * @param values by key of the recipe
 * @param steps of the training
 * @param elapsedSeconds of the whole sweep up to the start of this training, over all processes
 */
record Task(int number, int round, Map<String, String> values, int steps, double elapsedSeconds) {
    Task {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
