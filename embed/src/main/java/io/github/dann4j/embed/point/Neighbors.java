package io.github.dann4j.embed.point;

import io.github.dann4j.api.PublicApi;
import java.util.Arrays;
import java.util.Locale;

/**
 * The k nearest neighbours of n points, nearest first. Neighbours at the same distance are ordered by their numbers.
 *
 * @param k neighbours per point
 * @param indices {@code [n * k]}, row by row
 * @param distances {@code [n * k]}, in the metric of the search
 */
@PublicApi
public record Neighbors(int k, int[] indices, float[] distances) {
    public Neighbors {
        if (k < 1 || indices.length != distances.length || indices.length % k != 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%d indices and %d distances do not form rows of %d neighbours",
                    indices.length,
                    distances.length,
                    k));
        }
    }

    /** Returns n. */
    public int count() {
        return indices.length / k;
    }

    /** Returns the neighbours of one point, {@code [k]}. */
    public int[] of(int point) {
        return Arrays.copyOfRange(indices, point * k, (point + 1) * k);
    }

    /** Returns the nearest {@code fewer} neighbours of each point. */
    public Neighbors nearest(int fewer) {
        int[] some = new int[count() * fewer];
        float[] near = new float[count() * fewer];
        for (int i = 0; i < count(); i++) {
            System.arraycopy(indices, i * k, some, i * fewer, fewer);
            System.arraycopy(distances, i * k, near, i * fewer, fewer);
        }
        return new Neighbors(fewer, some, near);
    }

    /**
     * Returns the share of the neighbours in {@code exact} that are also in this result: 1 if all are.
     *
     * @throws IllegalArgumentException if the two differ in n or k
     */
    public double recall(Neighbors exact) {
        if (exact.k != k || exact.indices.length != indices.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "recall compares the same points and k, got %d x %d and %d x %d",
                    count(),
                    k,
                    exact.count(),
                    exact.k));
        }
        long found = 0;
        for (int i = 0; i < count(); i++) {
            int[] mine = of(i);
            Arrays.sort(mine);
            for (int j = i * k; j < (i + 1) * k; j++) {
                found += Arrays.binarySearch(mine, exact.indices[j]) >= 0 ? 1 : 0;
            }
        }
        return (double) found / indices.length;
    }
}
