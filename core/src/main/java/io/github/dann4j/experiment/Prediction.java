package io.github.dann4j.experiment;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model says of one picture.
 *
 * @param probabilities one a class in label order, each in [0, 1], the sum is 1
 * @param classNames in label order
 */
public record Prediction(float[] probabilities, List<String> classNames) {
    /**
     * A class and how sure the model is of it.
     *
     * @param label its number, from 0
     */
    public record Candidate(int label, String name, float probability) {}

    public Prediction {
        if (probabilities.length == 0 || probabilities.length != classNames.size()) {
            throw new IllegalArgumentException(
                    "%d probabilities do not belong to %d classes".formatted(probabilities.length, classNames.size()));
        }
    }

    /** The most probable class. */
    public Candidate best() {
        return top(1).get(0);
    }

    /** The {@code count} most probable classes (all, where there are fewer), the most probable one first. */
    public List<Candidate> top(int count) {
        return IntStream.range(0, probabilities.length)
                .mapToObj(label -> new Candidate(label, classNames.get(label), probabilities[label]))
                .sorted(Comparator.comparing(Candidate::probability).reversed())
                .limit(count)
                .toList();
    }
}
