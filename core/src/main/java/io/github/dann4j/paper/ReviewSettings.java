package io.github.dann4j.paper;

import io.github.dann4j.shallow.Adversary;
import io.github.dann4j.shallow.ShallowSettings;
import java.util.List;
import java.util.Locale;

/**
 * How the paper's table 1 is computed.
 *
 * @param input what the methods read
 * @param pairs the rows of the table, at least one, all different
 * @param seeds of the networks, at least one, all different; the SVM has none
 * @param hidden hidden units, 1 to 10,000
 * @param lambda λ of DANN, more than 0 and at most 1,000
 * @param learningRate μ, more than 0 and at most 10
 * @param passes passes over the source at most, at least 1
 * @param grid whether λ and the hidden units are chosen for each pair by reverse validation, from the paper's grid, and
 *     the SVM's C as well; if not, they are those given here, and C is chosen on held-out source rows
 */
public record ReviewSettings(
        ReviewInput input,
        List<ReviewPair> pairs,
        List<Long> seeds,
        int hidden,
        double lambda,
        double learningRate,
        int passes,
        boolean grid) {
    /** Source rows that are held out, from the end of the file: a tenth, as in the authors' program. */
    static final int HELD = 200;

    /** The paper's values of λ: nine from 0.01 to 1, equally spaced on a logarithmic scale. */
    static final List<Double> GRID_LAMBDA = List.of(0.01, 0.0178, 0.0316, 0.0562, 0.1, 0.178, 0.316, 0.562, 1.0);

    /** The paper's numbers of hidden units. */
    static final List<Integer> GRID_HIDDEN = List.of(50, 100);

    public ReviewSettings {
        pairs = List.copyOf(pairs);
        seeds = List.copyOf(seeds);
        distinct("pairs", pairs);
        distinct("seeds", seeds);
        network(hidden, lambda, learningRate, passes); // checks the values
    }

    private static void distinct(String what, List<?> values) {
        if (values.isEmpty() || values.stream().distinct().count() < values.size()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s must be at least one and all different, got %s", what, values));
        }
    }

    /** Returns the settings of the authors' program with its seed: all pairs, 50 units, λ 0.1, 200 passes. */
    public static ReviewSettings authors(ReviewInput input) {
        ShallowSettings network = ShallowSettings.reviews();
        return new ReviewSettings(
                input,
                ReviewPair.all(),
                List.of(network.seed()),
                network.hidden(),
                network.lambda(),
                learningRate(input),
                network.passes(),
                false);
    }

    /** Returns the authors' learning rate: 0.001 for counts, 0.0001 for mSDA features. */
    public static double learningRate(ReviewInput input) {
        return input == ReviewInput.COUNTS ? 1e-3 : 1e-4;
    }

    private static ShallowSettings network(int hidden, double lambda, double learningRate, int passes) {
        return ShallowSettings.reviews()
                .withHidden(hidden)
                .withLambda(lambda)
                .withLearningRate(learningRate)
                .withPasses(passes);
    }

    /** Returns the settings of one training. */
    ShallowSettings network(Adversary adversary, long seed) {
        return network(hidden, lambda, learningRate, passes)
                .withAdversary(adversary)
                .withSeed(seed);
    }

    /** Returns whether a pair that was computed by other settings would have the same figures by these. */
    boolean samePair(ReviewSettings other) {
        return input == other.input
                && seeds.equals(other.seeds)
                && hidden == other.hidden
                && lambda == other.lambda
                && learningRate == other.learningRate
                && passes == other.passes
                && grid == other.grid;
    }
}
