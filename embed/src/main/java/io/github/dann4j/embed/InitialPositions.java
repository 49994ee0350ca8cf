package io.github.dann4j.embed;

import io.github.dann4j.embed.point.EmbeddingException;
import io.github.dann4j.embed.point.Pca;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.embed.point.Workers;
import io.github.dann4j.engine.Seeds;
import java.util.Locale;
import java.util.Random;

/** Computes an {@link Initialisation}. */
final class InitialPositions {
    private static final double DEVIATION = 1e-4;

    /** A little noise: points that start at the same position would stay together forever. */
    private static final double JITTER = 0.01 * DEVIATION;

    private final int dimensions;
    private final Random random;

    private InitialPositions(int dimensions, long seed) {
        this.dimensions = dimensions;
        this.random = new Random(Seeds.derive(seed, "initialisation"));
    }

    /**
     * Returns the positions, {@code [2n]}; in one dimension all y are 0.
     *
     * @throws EmbeddingException if given positions do not fit the number of points or dimensions
     */
    static double[] of(Points points, AffinityMatrix affinities, TsneSettings settings, Workers workers) {
        InitialPositions made = new InitialPositions(settings.dimensions(), settings.seed());
        Initialisation how = settings.initialisation();
        if (how instanceof Initialisation.Given given) {
            double[] positions = made.given(given.positions(), points.count());
            return given.scaled() ? scaled(positions) : positions;
        }
        if (how instanceof Initialisation.PrincipalComponents) {
            return made.noisy(scaled(made.projected(points, settings.seed(), workers)), JITTER);
        }
        if (how instanceof Initialisation.Spectral) {
            double[] layout = SpectralLayout.of(affinities, settings.dimensions(), made.random, workers);
            return made.noisy(scaled(layout), JITTER);
        }
        return made.noisy(new double[2 * points.count()], DEVIATION);
    }

    private double[] given(double[][] rows, int n) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        if (rows.length != n || columns != dimensions) {
            throw new EmbeddingException(String.format(
                    Locale.ROOT,
                    "initial positions are [%d][%d], %d points in %d dimensions need [%d][%d]",
                    rows.length,
                    columns,
                    n,
                    dimensions,
                    n,
                    dimensions));
        }
        return Optimizer.positions(rows);
    }

    private double[] projected(Points points, long seed, Workers workers) {
        Points projected = Pca.fit(points, dimensions, seed, workers).project(points);
        double[] positions = new double[2 * points.count()];
        for (int i = 0; i < points.count(); i++) {
            for (int c = 0; c < projected.dimensions(); c++) {
                positions[2 * i + c] = projected.get(i, c);
            }
        }
        return positions;
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
        double factor = square > 0 ? DEVIATION / Math.sqrt(square) : 0;
        for (int i = 0; i < positions.length; i++) {
            positions[i] *= factor;
        }
        return positions;
    }

    private double[] noisy(double[] positions, double deviation) {
        for (int i = 0; i < positions.length; i += 2) {
            for (int c = 0; c < dimensions; c++) {
                positions[i + c] += deviation * random.nextGaussian();
            }
        }
        return positions;
    }
}
