package io.github.dann4j.embed;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Settings of the gradient descent, with momentum and a gain for each coordinate (Jacobs, Neural Networks 1988).
 *
 * @param stages stages in order; the gains carry over from one stage to the next, the momentum does not
 * @param learningRate a positive number; empty for n / exaggeration of the stage (Belkina et al., Nature Communications
 *     2019)
 * @param maxStepNorm maximum movement of a point per iteration, in the units of the embedding; +∞ for no bound. A bound
 *     prevents points from shooting off
 * @param maxGradientNorm maximum norm of a point's gradient; +∞ for no bound
 * @param minGain minimum gain; 0.01 is usual
 */
public record Descent(
        List<Stage> stages, OptionalDouble learningRate, double maxStepNorm, double maxGradientNorm, double minGain) {
    /**
     * A number of iterations with the same settings.
     *
     * @param iterations 0 or more
     * @param exaggeration factor on the attraction, positive. 12 at the start lets clusters form; 1 is t-SNE itself;
     *     slightly more than 1 makes clusters tighter
     * @param momentum at least 0 and below 1; 0.8 is usual
     */
    public record Stage(int iterations, double exaggeration, double momentum) {
        public Stage {
            if (iterations < 0) {
                throw new IllegalArgumentException("iterations must be 0 or more, got " + iterations);
            }
            requirePositive("exaggeration", exaggeration);
            if (!(momentum >= 0 && momentum < 1)) {
                throw new IllegalArgumentException("momentum must be at least 0 and below 1, got " + momentum);
            }
        }
    }

    public Descent {
        stages = List.copyOf(stages);
        if (learningRate.isPresent()) {
            requirePositive("learning rate", learningRate.getAsDouble());
        }
        requireBound("maxStepNorm", maxStepNorm);
        requireBound("maxGradientNorm", maxGradientNorm);
        if (!(minGain > 0 && minGain <= 1)) {
            throw new IllegalArgumentException("minGain must be above 0 and at most 1, got " + minGain);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException("%s must be positive, got %s".formatted(name, value));
        }
    }

    private static void requireBound(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("%s must be positive or +infinity, got %s".formatted(name, value));
        }
    }

    /**
     * Returns the usual settings: 250 iterations with exaggeration 12, then 500 without; automatic learning rate;
     * movements of at most 5.
     */
    public static Descent defaults() {
        return new Descent(
                List.of(new Stage(250, 12, 0.8), new Stage(500, 1, 0.8)),
                OptionalDouble.empty(),
                5,
                Double.POSITIVE_INFINITY,
                0.01);
    }

    /** Returns settings for new points in a finished embedding: 250 iterations, exaggeration 1.5, small movements. */
    public static Descent ofNewPoints() {
        return new Descent(
                List.of(new Stage(250, 1.5, 0.8)), OptionalDouble.of(0.1), Double.POSITIVE_INFINITY, 0.25, 0.01);
    }

    public Descent withStages(Stage... newStages) {
        return new Descent(List.of(newStages), learningRate, maxStepNorm, maxGradientNorm, minGain);
    }

    public Descent withLearningRate(double rate) {
        return new Descent(stages, OptionalDouble.of(rate), maxStepNorm, maxGradientNorm, minGain);
    }

    public Descent withMaxStepNorm(double norm) {
        return new Descent(stages, learningRate, norm, maxGradientNorm, minGain);
    }

    /** Returns the number of iterations of all stages. */
    public int iterations() {
        return stages.stream().mapToInt(Stage::iterations).sum();
    }
}
