package io.github.dann4j.embed.point;

import static org.bytedeco.pytorch.global.torch.linalg_eigh;
import static org.bytedeco.pytorch.global.torch.linalg_qr;
import static org.bytedeco.pytorch.global.torch.mm;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import java.util.Locale;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Principal components: the directions in which points vary most, and the projection onto them.
 *
 * @param mean mean of each column, {@code [d]}
 * @param components orthonormal, the strongest first, {@code [c][d]}; the largest entry of each is positive
 * @param variances variances of the points along each component, with divisor n, {@code [c]}
 * @param totalVariance total variance of the points in all directions
 */
@PublicApi
public record Pca(double[] mean, double[][] components, double[] variances, double totalVariance) {
    /** Maximum side up to which the covariance (or the products of the points) is decomposed exactly. */
    private static final int EXACT_SIDE = 1500;

    /** Halko, Martinsson, Tropp (SIAM Review 2011): a few more directions than requested, and a few rounds. */
    private static final int OVERSAMPLED = 10;

    private static final int ROUNDS = 7;
    private static final int STRIPE = 128;
    private static final int BLOCK = 4096;

    /**
     * Computes the strongest components: exactly if n or d is at most {@value #EXACT_SIDE}, otherwise by a randomised
     * method.
     *
     * @param components number of components, at least 1; limited by n − 1 and d
     * @param seed seed of the randomised method
     * @throws EmbeddingException if there are fewer than 2 points
     */
    public static Pca fit(Points points, int components, long seed) {
        try (Workers workers = new Workers()) {
            return fit(points, components, seed, workers);
        }
    }

    public static Pca fit(Points points, int components, long seed, Workers workers) {
        if (components < 1) {
            throw new IllegalArgumentException("components must be at least 1, got " + components);
        }
        int n = points.count();
        int d = points.dimensions();
        if (n < 2) {
            throw new EmbeddingException("principal components need at least 2 points, got " + n);
        }
        int count = Math.min(components, Math.min(n - 1, d));
        double[] mean = points.mean();
        double scale = points.scale();
        float[] centred = new float[n * d];
        double total = 0;
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < d; c++) {
                float value = (float) (scale * (points.get(i, c) - mean[c]));
                centred[i * d + c] = value;
                total += (double) value * value;
            }
        }
        if (!(total < Float.MAX_VALUE)) {
            throw new EmbeddingException(
                    String.format(Locale.ROOT, "the columns vary too much (sum of squares %.3g); scale them", total));
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensors.ofFloats(centred, n, d);
            Tensor directions; // [d, count], float64
            if (Math.min(n, d) <= EXACT_SIDE) {
                directions = d <= n
                        ? strongest(products(x, workers), count)
                        : normalised(mm(
                                        x.t(),
                                        strongest(products(x.t(), workers), count)
                                                .to(ScalarType.Float))
                                .to(ScalarType.Double));
            } else {
                directions = randomised(x, count, seed);
            }
            return result(x, Tensors.doubles(directions.t().contiguous()), mean, total / n, scale);
        }
    }

    /** Returns xᵀx of {@code [n, d]} in float64, computed in stripes, each as a sum over blocks of float32 products. */
    private static Tensor products(Tensor x, Workers workers) {
        long n = x.size(0);
        int d = Math.toIntExact(x.size(1));
        double[] sums = new double[d * d];
        workers.forEach(d, STRIPE, (from, to) -> {
            try (PointerScope scope = new PointerScope()) {
                Tensor sum = Tensors.ofDoubles(new double[d * (to - from)], d, to - from);
                for (long at = 0; at < n; at += BLOCK) {
                    try (PointerScope block = new PointerScope()) {
                        Tensor rows = x.slice(0, new LongOptional(at), new LongOptional(Math.min(n, at + BLOCK)), 1);
                        Tensor stripe = rows.slice(1, new LongOptional(from), new LongOptional(to), 1);
                        sum.add_(mm(rows.t(), stripe).to(ScalarType.Double));
                    }
                }
                double[] values = Tensors.doubles(sum);
                for (int row = 0; row < d; row++) {
                    System.arraycopy(values, row * (to - from), sums, row * d + from, to - from);
                }
            }
        });
        for (int row = 0; row < d; row++) { // exactly symmetric, whatever the order of summation
            for (int column = 0; column < row; column++) {
                sums[row * d + column] = sums[column * d + row];
            }
        }
        return Tensors.ofDoubles(sums, d, d);
    }

    /** Returns the eigenvectors of the largest eigenvalues, as columns, largest first. */
    private static Tensor strongest(Tensor symmetric, int count) {
        T_TensorTensor_T decomposed = linalg_eigh(symmetric); // ascending
        long side = symmetric.size(0);
        return decomposed
                .get1()
                .slice(1, new LongOptional(side - count), new LongOptional(side), 1)
                .flip(1);
    }

    /** Scales the columns to length 1; zero columns stay 0. */
    private static Tensor normalised(Tensor columns) {
        Tensor lengths = columns.mul(columns).sum(0).sqrt();
        return columns.div(lengths.clamp_min(new org.bytedeco.pytorch.Scalar(Double.MIN_NORMAL)));
    }

    private static Tensor randomised(Tensor x, int count, long seed) {
        int d = Math.toIntExact(x.size(1));
        int wide = Math.min(count + OVERSAMPLED, d);
        Random random = new Random(Seeds.derive(seed, "principal components"));
        float[] start = new float[d * wide];
        for (int i = 0; i < start.length; i++) {
            start[i] = (float) random.nextGaussian();
        }
        Tensor basis = orthonormal(Tensors.ofFloats(start, d, wide));
        for (int round = 0; round < ROUNDS; round++) {
            basis = orthonormal(mm(x.t(), orthonormal(mm(x, basis))));
        }
        Tensor narrow = mm(x, basis).to(ScalarType.Double); // [n, wide]
        return mm(basis.to(ScalarType.Double), strongest(mm(narrow.t(), narrow), count));
    }

    private static Tensor orthonormal(Tensor columns) {
        return linalg_qr(columns).get0();
    }

    /** Fixes the signs and computes the variances. {@code x} and {@code scaledVariance} are scaled by {@code scale}. */
    private static Pca result(Tensor x, double[] directions, double[] mean, double scaledVariance, double scale) {
        double totalVariance = scaledVariance / scale / scale;
        int d = mean.length;
        int count = directions.length / d;
        double[][] components = new double[count][d];
        for (int c = 0; c < count; c++) {
            System.arraycopy(directions, c * d, components[c], 0, d);
            double largest = 0;
            for (double entry : components[c]) {
                largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
            }
            if (largest < 0) {
                for (int i = 0; i < d; i++) {
                    components[c][i] = -components[c][i];
                }
            }
        }
        Pca shape = new Pca(mean, components, new double[count], totalVariance);
        float[] projected = Tensors.floats(mm(x, shape.matrix()));
        double[] variances = new double[count];
        long n = x.size(0);
        for (int at = 0; at < projected.length; at++) {
            variances[at % count] += (double) projected[at] * projected[at] / n / scale / scale;
        }
        return new Pca(mean, components, variances, totalVariance);
    }

    /** Returns the components as float32 {@code [d, c]}. */
    private Tensor matrix() {
        int d = mean.length;
        float[] matrix = new float[d * components.length];
        for (int c = 0; c < components.length; c++) {
            for (int i = 0; i < d; i++) {
                matrix[i * components.length + c] = (float) components[c][i];
            }
        }
        return Tensors.ofFloats(matrix, d, components.length);
    }

    /**
     * Projects points onto the components: {@code [n, d] -> [n, c]}.
     *
     * @throws EmbeddingException if the points have another number of columns than the components
     */
    public Points project(Points points) {
        int d = mean.length;
        points.requireDimensions(d, "the principal components");
        float[] centred = new float[points.count() * d];
        for (int at = 0; at < centred.length; at++) {
            centred[at] = (float) (points.values()[at] - mean[at % d]);
        }
        try (PointerScope scope = new PointerScope()) {
            return Points.of(mm(Tensors.ofFloats(centred, points.count(), d), matrix()));
        }
    }

    /** Returns the share of the variance that the components explain, 0 to 1. */
    public double explained() {
        double sum = 0;
        for (double variance : variances) {
            sum += variance;
        }
        return totalVariance > 0 ? Math.min(1, sum / totalVariance) : 1;
    }
}
