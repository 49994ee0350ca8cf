package io.github.dann4j.predict;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.model.ModelException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A model's prediction for one image. If the network's values become too large for float32, there is no prediction and
 * no class.
 *
 * @param probabilities one per class in label order, each in [0, 1], with sum 1; all NaN if the network's outputs
 *     are not finite
 * @param classNames in label order
 */
@PublicApi
public record Prediction(float[] probabilities, List<String> classNames) {
    /**
     * A class with the model's probability for it.
     *
     * @param label its number, from 0
     */
    public record Candidate(int label, String name, float probability) {}

    /** The message for a prediction without a class. */
    public static final String NOT_FINITE =
            "the model gives no finite probabilities for this image: its values become too large; train it again";

    public Prediction {
        if (probabilities.length == 0 || probabilities.length != classNames.size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%d probabilities do not fit %d classes", probabilities.length, classNames.size()));
        }
    }

    /** Whether the network's outputs were finite. */
    public boolean isFinite() {
        return IntStream.range(0, probabilities.length).allMatch(label -> Float.isFinite(probabilities[label]));
    }

    /**
     * Returns the most probable class.
     *
     * @throws ModelException if the prediction is not {@linkplain #isFinite finite}
     */
    public Candidate best() {
        return top(1).get(0);
    }

    /**
     * Returns the {@code count} most probable classes, or all if there are fewer, the most probable first.
     *
     * @throws ModelException if the prediction is not {@linkplain #isFinite finite}
     */
    public List<Candidate> top(int count) {
        if (!isFinite()) {
            throw new ModelException(NOT_FINITE);
        }
        return IntStream.range(0, probabilities.length)
                .mapToObj(label -> new Candidate(label, classNames.get(label), probabilities[label]))
                .sorted(Comparator.comparing(Candidate::probability).reversed())
                .limit(count)
                .toList();
    }
}
