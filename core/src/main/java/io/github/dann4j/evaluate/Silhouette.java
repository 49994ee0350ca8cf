package io.github.dann4j.evaluate;

import static org.bytedeco.pytorch.global.torch.cdist;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.failure.Cancellation;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How clearly points belong to their class rather than to another (Rousseeuw 1987, "Silhouettes: a graphical aid to the
 * interpretation and validation of cluster analysis").
 *
 * <p>Let {@code a} be the mean Euclidean distance of a point to its own class, and {@code b} the smallest mean distance
 * to another class. The silhouette is {@code (b − a) / max(a, b)}: near 1 deep inside the class, 0 on the border, below
 * 0 if another class is nearer.
 *
 * @param values one value per point, in [−1, 1]; NaN if it is not defined
 * @param classes the class of each point
 */
public record Silhouette(double[] values, int[] classes) {
    /** Rows of the distance matrix in memory at a time. */
    private static final int ROWS = 200;

    /** Computes each distance directly; the faster way, by a matrix product, loses the digits of small distances. */
    private static final long DIRECT = 2;

    public Silhouette {
        requireClasses(values.length, classes);
    }

    /**
     * Returns the silhouettes of points among themselves; a point's distance to itself does not count. A point that is
     * alone in its class has silhouette 0. If there is only one class, no point has a silhouette.
     *
     * @param points {@code [n][d]}
     * @param classes {@code [n]}, from 0 on
     */
    public static Silhouette among(float[][] points, int[] classes) {
        return of(points, classes, points, classes, true);
    }

    /**
     * Returns the silhouettes of points among other points: whether a point lies where the others of its class lie. A
     * point whose class is not among the others has no silhouette.
     *
     * @param points {@code [n][d]}
     * @param classes {@code [n]}, from 0 on
     * @param others {@code [m][d]}
     * @param otherClasses {@code [m]}, from 0 on
     */
    public static Silhouette against(float[][] points, int[] classes, float[][] others, int[] otherClasses) {
        return of(points, classes, others, otherClasses, false);
    }

    private static Silhouette of(
            float[][] points, int[] classes, float[][] others, int[] otherClasses, boolean themselves) {
        requireClasses(points.length, classes);
        requireClasses(others.length, otherClasses);
        int count = 1
                + IntStream.concat(Arrays.stream(classes), Arrays.stream(otherClasses))
                        .max()
                        .orElse(0);
        int[] sizes = new int[count];
        double[] member = new double[others.length * count];
        for (int j = 0; j < others.length; j++) {
            sizes[otherClasses[j]]++;
            member[j * count + otherClasses[j]] = 1;
        }
        double[] values = new double[points.length];
        try (PointerScope scope = new PointerScope()) {
            Tensor all = matrix(others);
            Tensor membership = Tensors.ofDoubles(member, others.length, count); // [m, classes]
            for (int from = 0; from < points.length; from += ROWS) {
                Cancellation.check("the silhouette");
                int to = Math.min(points.length, from + ROWS);
                try (PointerScope rows = new PointerScope()) {
                    Tensor some = matrix(Arrays.copyOfRange(points, from, to));
                    Tensor distances = cdist(some, all, 2, new LongOptional(DIRECT)); // [rows, m]
                    double[] sums =
                            Tensors.doubles(distances.to(ScalarType.Double).matmul(membership)); // [rows, classes]
                    for (int i = from; i < to; i++) {
                        values[i] = value(sums, (i - from) * count, sizes, classes[i], themselves);
                    }
                }
            }
        }
        return new Silhouette(values, classes);
    }

    /** @param sums sums of the distances to each class, from {@code at} on */
    private static double value(double[] sums, int at, int[] sizes, int own, boolean themselves) {
        double nearest = Double.NaN;
        for (int c = 0; c < sizes.length; c++) {
            if (c != own && sizes[c] > 0) {
                double mean = sums[at + c] / sizes[c];
                nearest = Double.isNaN(nearest) ? mean : Math.min(nearest, mean);
            }
        }
        int companions = sizes[own] - (themselves ? 1 : 0);
        if (Double.isNaN(nearest) || (companions == 0 && !themselves)) {
            return Double.NaN;
        }
        double within = sums[at + own] / companions;
        double larger = Math.max(within, nearest);
        return companions == 0 || larger == 0 ? 0 : (nearest - within) / larger;
    }

    private static Tensor matrix(float[][] rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        float[] flat = new float[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * columns, columns);
        }
        return Tensors.ofFloats(flat, rows.length, columns);
    }

    /** Returns the mean over all points that have a silhouette; NaN if none has. */
    public double mean() {
        return Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    /** Returns, for each class, the mean over its points that have a silhouette; NaN if none has. */
    public double[] classMeans(int count) {
        return IntStream.range(0, count)
                .mapToDouble(c -> IntStream.range(0, values.length)
                        .filter(i -> classes[i] == c && !Double.isNaN(values[i]))
                        .mapToDouble(i -> values[i])
                        .average()
                        .orElse(Double.NaN))
                .toArray();
    }

    private static void requireClasses(int points, int[] classes) {
        if (classes.length != points) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a silhouette needs the class of each point, got %d points and %d classes",
                    points,
                    classes.length));
        }
    }
}
