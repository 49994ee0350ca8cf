package io.github.dann4j.shallow;

import java.util.Locale;

/**
 * How a network with one hidden layer is trained: section 4.1 and Algorithm 1 of Ganin et al., JMLR 2016.
 *
 * @param hidden number of units of the hidden layer, 1 to 10,000
 * @param adversary how the domain regressor is trained
 * @param lambda the factor λ of everything that comes from the domain loss, the domain regressor's step included, more
 *     than 0 and at most 1,000; has no effect for {@link Adversary#NONE}
 * @param learningRate the step length μ, more than 0 and at most 10
 * @param passes passes over the source, 1 to 1,000,000
 * @param patience passes without a smaller error on held-out rows after which a training may end, 0 or more; later in a
 *     training, half as many passes as had been made when the error was smallest, if that is more
 * @param seed of the weights and of the order of target examples; its lower 32 bits are used
 */
public record ShallowSettings(
        int hidden, Adversary adversary, double lambda, double learningRate, int passes, int patience, long seed) {
    public ShallowSettings {
        require(hidden >= 1 && hidden <= 10_000, "hidden must be 1 to 10,000", hidden);
        require(lambda > 0 && lambda <= 1_000, "lambda must be more than 0 and at most 1,000", lambda);
        require(
                learningRate > 0 && learningRate <= 10,
                "learningRate must be more than 0 and at most 10",
                learningRate);
        require(passes >= 1 && passes <= 1_000_000, "passes must be 1 to 1,000,000", passes);
        require(patience >= 0, "patience must be 0 or more", patience);
    }

    /** The authors' settings for the reviews as word counts: 50 units, λ = 0.1, μ = 0.001, 200 passes. */
    public static ShallowSettings reviews() {
        return new ShallowSettings(50, Adversary.FELT, 0.1, 1e-3, 200, 30, 12342);
    }

    /** The authors' settings for the moons: 15 units, λ = 6, μ = 0.05, 500 passes. */
    public static ShallowSettings moons() {
        return new ShallowSettings(15, Adversary.FELT, 6, 0.05, 500, 30, 42);
    }

    public ShallowSettings withHidden(int other) {
        return new ShallowSettings(other, adversary, lambda, learningRate, passes, patience, seed);
    }

    public ShallowSettings withAdversary(Adversary other) {
        return new ShallowSettings(hidden, other, lambda, learningRate, passes, patience, seed);
    }

    public ShallowSettings withLambda(double other) {
        return new ShallowSettings(hidden, adversary, other, learningRate, passes, patience, seed);
    }

    public ShallowSettings withLearningRate(double other) {
        return new ShallowSettings(hidden, adversary, lambda, other, passes, patience, seed);
    }

    public ShallowSettings withPasses(int other) {
        return new ShallowSettings(hidden, adversary, lambda, learningRate, other, patience, seed);
    }

    public ShallowSettings withSeed(long other) {
        return new ShallowSettings(hidden, adversary, lambda, learningRate, passes, patience, other);
    }

    private static void require(boolean holds, String rule, Number value) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%s, got %s", rule, value));
        }
    }
}
