package io.github.dann4j.predict;

import io.github.dann4j.model.ModelException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a model says of one picture. A network whose values become too large for float32 says nothing; then no class can be asked for.
 *
 * @param probabilities one a class in label order, each in [0, 1], the sum is 1; all NaN where the network gave no finite numbers
 * @param classNames in label order
 */
public record Prediction(float[] probabilities, List<String> classNames) {
    /**
     * A class and how sure the model is of it.
     *
     * @param label its number, from 0
     */
    public record Candidate(int label, String name, float probability) {}

    /** Why there is no class. */
    public static final String NOT_FINITE =
            "the model gives no finite probabilities for this picture: its values become too large; train it anew";

    public Prediction {
        if (probabilities.length == 0 || probabilities.length != classNames.size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d probabilities do not belong to %d classes",
                    probabilities.length,
                    classNames.size()));
        }
    }

    /** Whether the network gave finite numbers. */
    public boolean isFinite() {
        return IntStream.range(0, probabilities.length).allMatch(label -> Float.isFinite(probabilities[label]));
    }

    /**
     * The most probable class.
     *
     * @throws ModelException if it is not {@linkplain #isFinite finite}
     */
    public Candidate best() {
        return top(1).get(0);
    }

    /**
     * The {@code count} most probable classes (all, where there are fewer), the most probable one first.
     *
     * @throws ModelException if it is not {@linkplain #isFinite finite}
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
