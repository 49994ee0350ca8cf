package io.github.dann4j.embed;

import static org.bytedeco.pytorch.global.torch.linalg_eigh;

import io.github.dann4j.embed.point.Workers;
import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;

/**
 * Laplacian eigenmaps (Belkin, Niyogi, Neural Computation 2003): the eigenvectors of D^−½ P D^−½ after the trivial one,
 * computed by the Lanczos method with full reorthogonalisation. A few correct digits are enough for initial positions
 * of t-SNE.
 */
final class SpectralLayout {
    private static final int STEPS = 120;
    private static final int PART = 1024;

    /** A vector that is shorter, beside the basis, is of rounding alone. */
    private static final double LEAST = 1e-10;

    private SpectralLayout() {}

    /** Returns positions {@code [2n]}, whose coordinates are entries of D^−½ v. */
    static double[] of(AffinityMatrix affinities, int dimensions, Random random, Workers workers) {
        int n = affinities.count();
        double[] scale = new double[n]; // D^−½
        double[] trivial = new double[n]; // of length 1, because the affinities sum to 1
        for (int i = 0; i < n; i++) {
            double degree = 0;
            for (int e = affinities.rowStarts()[i]; e < affinities.rowStarts()[i + 1]; e++) {
                degree += affinities.values()[e];
            }
            scale[i] = degree > 0 ? 1 / Math.sqrt(degree) : 0;
            trivial[i] = Math.sqrt(degree);
        }
        int steps = Math.min(STEPS, n - 1);
        double[][] basis = new double[steps][];
        double[] diagonal = new double[steps];
        double[] below = new double[steps];
        double[] next = noise(n, random);
        int made = 0;
        for (int step = 0; step < steps; step++) {
            double length = lengthBeside(next, trivial, basis, made, workers);
            boolean onward = length > LEAST;
            if (!onward) { // an eigenvalue that occurs twice, as in a graph of pieces, needs another direction
                next = noise(n, random);
                length = lengthBeside(next, trivial, basis, made, workers);
            }
            if (!(length > LEAST)) {
                break; // the basis spans all there is
            }
            if (step > 0) {
                below[step - 1] = onward ? length : 0;
            }
            basis[step] = scaled(next, 1 / length);
            made++;
            next = product(affinities, scale, basis[step], workers);
            diagonal[step] = dot(next, basis[step], workers);
        }
        return positions(basis, diagonal, below, made, scale, dimensions);
    }

    private static double[] noise(int n, Random random) {
        double[] noise = new double[n];
        Arrays.setAll(noise, i -> random.nextGaussian());
        return noise;
    }

    /** Removes from a vector what it shares with the trivial one and the basis, and returns the length of the rest. */
    private static double lengthBeside(double[] vector, double[] trivial, double[][] basis, int made, Workers workers) {
        for (int again = 0; again < 2; again++) { // once is not enough in float64
            remove(vector, trivial, workers);
            for (int b = 0; b < made; b++) {
                remove(vector, basis[b], workers);
            }
        }
        return Math.sqrt(dot(vector, vector, workers));
    }

    /** Returns the Ritz vectors of the largest values. */
    private static double[] positions(
            double[][] basis, double[] diagonal, double[] below, int made, double[] scale, int dimensions) {
        double[] positions = new double[2 * scale.length];
        double[] projected = new double[made * made];
        for (int i = 0; i < made; i++) {
            projected[i * made + i] = diagonal[i];
            if (i + 1 < made) {
                projected[i * made + i + 1] = below[i];
                projected[(i + 1) * made + i] = below[i];
            }
        }
        double[] vectors; // columns, ascending
        try (PointerScope scope = new PointerScope()) {
            vectors = Tensors.doubles(
                    linalg_eigh(Tensors.ofDoubles(projected, made, made)).get1());
        }
        for (int c = 0; c < Math.min(dimensions, made); c++) {
            for (int b = 0; b < made; b++) {
                double weight = vectors[b * made + made - 1 - c];
                for (int i = 0; i < scale.length; i++) {
                    positions[2 * i + c] += weight * basis[b][i] * scale[i];
                }
            }
        }
        return positions;
    }

    private static double[] product(AffinityMatrix p, double[] scale, double[] vector, Workers workers) {
        double[] product = new double[vector.length];
        workers.forEach(vector.length, PART, (from, to) -> {
            for (int i = from; i < to; i++) {
                double sum = 0;
                for (int e = p.rowStarts()[i]; e < p.rowStarts()[i + 1]; e++) {
                    int j = p.columns()[e];
                    sum += p.values()[e] * scale[j] * vector[j];
                }
                product[i] = scale[i] * sum;
            }
        });
        return product;
    }

    private static double dot(double[] a, double[] b, Workers workers) {
        return workers.sum(a.length, PART, (from, to) -> {
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += a[i] * b[i];
            }
            return sum;
        });
    }

    private static void remove(double[] from, double[] direction, Workers workers) {
        double share = dot(from, direction, workers);
        for (int i = 0; i < from.length; i++) {
            from[i] -= share * direction[i];
        }
    }

    private static double[] scaled(double[] vector, double factor) {
        double[] scaled = new double[vector.length];
        for (int i = 0; i < vector.length; i++) {
            scaled[i] = vector[i] * factor;
        }
        return scaled;
    }
}
