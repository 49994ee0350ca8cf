package io.github.dann4j.embed;

import io.github.dann4j.engine.Seeds;
import java.util.Arrays;
import java.util.Random;

/** Where the descent begins. What is given or computed is scaled to a standard deviation of 1e-4 in the first dimension. */
public sealed interface Initialisation {
    /** The first principal components: keeps the large distances in order (Kobak, Linderman, Nature Biotechnology 2021). */
    static Initialisation principalComponents() {
        return new PrincipalComponents();
    }

    /** The leading eigenvectors of the affinities' normalised graph (Laplacian eigenmaps). */
    static Initialisation spectral() {
        return new Spectral();
    }

    /** Normally distributed. */
    static Initialisation random() {
        return new Noise();
    }

    /** Positions of one's own, {@code [n][dimensions]}, to be scaled. */
    static Initialisation given(double[][] positions) {
        return new Given(positions, true);
    }

    /** As {@link #principalComponents()}. */
    record PrincipalComponents() implements Initialisation {}

    /** As {@link #spectral()}. */
    record Spectral() implements Initialisation {}

    /** As {@link #random()}. */
    record Noise() implements Initialisation {}

    /**
     * Positions of one's own.
     *
     * @param positions {@code [n][dimensions]}, finite
     * @param scaled false takes them as they are, to go on from a finished embedding
     */
    record Given(double[][] positions, boolean scaled) implements Initialisation {
        public Given {
            positions = Arrays.stream(positions).map(double[]::clone).toArray(double[][]::new);
            for (int i = 0; i < positions.length; i++) {
                for (double value : positions[i]) {
                    if (!Double.isFinite(value)) {
                        throw new IllegalArgumentException("initial position %d is %s; positions must be finite"
                                .formatted(i, Arrays.toString(positions[i])));
                    }
                }
            }
        }
    }

    /** The positions, {@code [2n]}; in one dimension all y are 0. */
    default double[] positions(Points points, AffinityMatrix affinities, int dimensions, long seed, Workers workers) {
        int n = points.count();
        Random random = new Random(Seeds.derive(seed, "initialisation"));
        if (this instanceof Given given) {
            if (given.positions.length != n || given.positions[0].length != dimensions) {
                throw new EmbeddingException("initial positions are [%d][%d], %d points in %d dimensions need [%d][%d]"
                        .formatted(
                                given.positions.length,
                                given.positions.length == 0 ? 0 : given.positions[0].length,
                                n,
                                dimensions,
                                n,
                                dimensions));
            }
            double[] positions = Optimizer.positions(given.positions);
            return given.scaled ? scaled(positions) : positions;
        }
        double[] positions = new double[2 * n];
        if (this instanceof PrincipalComponents) {
            Points projected = Pca.fit(points, dimensions, seed, workers).project(points);
            for (int i = 0; i < n; i++) {
                for (int c = 0; c < projected.dimensions(); c++) {
                    positions[2 * i + c] = projected.get(i, c);
                }
            }
            return jittered(scaled(positions), dimensions, random);
        }
        if (this instanceof Spectral) {
            return jittered(scaled(SpectralLayout.of(affinities, dimensions, random, workers)), dimensions, random);
        }
        return jittered(positions, dimensions, random, StandardScale.DEVIATION);
    }

    /** The scale of beginnings. */
    final class StandardScale {
        static final double DEVIATION = 1e-4;
        static final double JITTER = 0.01 * DEVIATION;

        private StandardScale() {}
    }

    private static double[] scaled(double[] positions) {
        int n = positions.length / 2;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += positions[2 * i] / n;
        }
        double square = 0;
        for (int i = 0; i < n; i++) {
            double x = positions[2 * i] - mean;
            square += x * x / n;
        }
        double factor = square > 0 ? StandardScale.DEVIATION / Math.sqrt(square) : 0;
        for (int i = 0; i < positions.length; i++) {
            positions[i] *= factor;
        }
        return positions;
    }

    /** A little noise: points that begin at one place would stay together for ever. */
    private static double[] jittered(double[] positions, int dimensions, Random random) {
        return jittered(positions, dimensions, random, StandardScale.JITTER);
    }

    private static double[] jittered(double[] positions, int dimensions, Random random, double deviation) {
        for (int i = 0; i < positions.length; i += 2) {
            for (int c = 0; c < dimensions; c++) {
                positions[i + c] += deviation * random.nextGaussian();
            }
        }
        return positions;
    }
}
