package io.github.dann4j.classify;

import io.github.dann4j.api.PublicApi;
import java.util.List;

/**
 * What a classifier predicts for one image.
 *
 * @param classNames in label order
 * @param probabilities of each class, from 0 to 1, in the same order; their sum is 1
 */
@PublicApi
public record Classification(List<String> classNames, float[] probabilities) {
    public Classification {
        classNames = List.copyOf(classNames);
        if (classNames.size() != probabilities.length) {
            throw new IllegalArgumentException(
                    classNames.size() + " class names do not match " + probabilities.length + " probabilities");
        }
    }

    /** Number of the most probable class; of equal ones the first. */
    public int label() {
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) {
            best = probabilities[i] > probabilities[best] ? i : best;
        }
        return best;
    }

    /** Name of the most probable class. */
    public String className() {
        return classNames.get(label());
    }

    /** Probability of the most probable class. */
    public float probability() {
        return probabilities[label()];
    }
}
