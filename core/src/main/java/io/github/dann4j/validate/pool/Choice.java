package io.github.dann4j.validate.pool;

import io.github.dann4j.validate.Outputs;
import io.github.dann4j.validate.Validator;
import io.github.dann4j.validate.numeric.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of several models a validator chooses, and what that choice is worth where accuracies on the target are known.
 *
 * @param validator name of the validator
 * @param values its value for each model, in the order of the models
 * @param best number of the model with the best value; the first of several
 * @param correlation Spearman's rank correlation of the values with the accuracies, from -1 to 1; positive if better
 *     values stand for higher accuracies, also where smaller values are better. Null for fewer than
 *     {@value #FEWEST} models, without accuracies, or if all values or all accuracies are equal
 * @param regret the highest accuracy minus that of the chosen model, from 0 to 1; null without accuracies
 */
public record Choice(
        String validator,
        List<Double> values,
        int best,
        @Nullable Double correlation,
        @Nullable Double regret) {
    /** The fewest models that have a rank correlation. */
    public static final int FEWEST = 3;

    public Choice {
        values = List.copyOf(values);
        if (best < 0 || best >= values.size()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "the best model must be one of %d, got number %d", values.size(), best));
        }
    }

    /**
     * Chooses among models.
     *
     * @param outputs of each model, at least one
     * @param accuracies on the target's test examples, in the order of the models; null if they are unknown
     */
    public static Choice of(Validator validator, List<Outputs> outputs, double @Nullable [] accuracies) {
        double[] values = outputs.stream().mapToDouble(validator::value).toArray();
        return of(validator.name(), validator.largerIsBetter(), values, accuracies);
    }

    /**
     * Chooses among models by a validator of several models.
     *
     * @param outputs of each model, at least {@value #FEWEST}
     * @param accuracies on the target's test examples, in the order of the models; null if they are unknown
     */
    public static Choice of(PoolValidator validator, List<Outputs> outputs, double @Nullable [] accuracies) {
        return of(validator.name(), true, validator.values(outputs), accuracies);
    }

    /**
     * Chooses among models by their values.
     *
     * @param name of the validator
     * @param values of the models, at least one
     * @param accuracies on the target's test examples, in the order of the models; null if they are unknown
     */
    public static Choice of(String name, boolean largerIsBetter, double[] values, double @Nullable [] accuracies) {
        if (values.length == 0 || (accuracies != null && accuracies.length != values.length)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a choice needs at least one model and the accuracies of all or none, got %d values and %d accuracies",
                    values.length,
                    accuracies == null ? 0 : accuracies.length));
        }
        double[] better = Arrays.stream(values)
                .map(value -> largerIsBetter ? value : -value)
                .toArray();
        int best = 0;
        for (int i = 1; i < better.length; i++) {
            best = better[i] > better[best] ? i : best;
        }
        List<Double> all = Arrays.stream(values).boxed().toList();
        return accuracies == null
                ? new Choice(name, all, best, null, null)
                : new Choice(
                        name,
                        all,
                        best,
                        correlation(better, accuracies),
                        Arrays.stream(accuracies).max().orElseThrow() - accuracies[best]);
    }

    /** Returns Pearson's correlation of the ranks; equal values have the mean of their ranks. */
    private static @Nullable Double correlation(double[] one, double[] other) {
        if (one.length < FEWEST) {
            return null;
        }
        double[] a = centredRanks(one);
        double[] b = centredRanks(other);
        double lengths = Math.sqrt(Vectors.product(a, a) * Vectors.product(b, b));
        return lengths == 0 ? null : (Double) Math.max(-1, Math.min(1, Vectors.product(a, b) / lengths));
    }

    /** Returns the ranks minus their mean: half the number of smaller values minus that of larger ones. */
    private static double[] centredRanks(double[] values) {
        return Arrays.stream(values)
                .map(value -> Arrays.stream(values)
                                .map(other -> Double.compare(value, other) == 0 ? 0 : Math.signum(value - other))
                                .sum()
                        / 2)
                .toArray();
    }
}
