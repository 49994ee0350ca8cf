package io.github.dann4j.embed;

import io.github.dann4j.embed.point.Neighbors;
import io.github.dann4j.embed.point.Workers;
import java.util.Arrays;

/**
 * A sparse matrix of affinities, stored by rows: entries {@code rowStarts[i] .. rowStarts[i + 1] - 1} belong to point
 * i.
 *
 * <p>Between the points of an embedding it is the symmetric joint distribution P of t-SNE, whose sum is 1. From new
 * points to embedded points, each row is a separate distribution.
 *
 * @param rowStarts {@code [n + 1]}
 * @param columns the other point of each entry
 * @param values its affinity
 */
record AffinityMatrix(int[] rowStarts, int[] columns, float[] values) {
    private static final int PART = 1024;

    /** Returns n. */
    int count() {
        return rowStarts.length - 1;
    }

    /** Returns the rows p(·|i) over the neighbours. */
    static AffinityMatrix conditional(Neighbors neighbors, Affinities affinities, Workers workers) {
        int k = neighbors.k();
        float[] values = new float[neighbors.count() * k];
        workers.forEach(neighbors.count(), PART, (from, to) -> {
            double[] squares = new double[k];
            double[] row = new double[k];
            for (int i = from; i < to; i++) {
                for (int j = 0; j < k; j++) {
                    double distance = neighbors.distances()[i * k + j];
                    squares[j] = distance * distance;
                }
                fill(row, squares, affinities);
                for (int j = 0; j < k; j++) {
                    values[i * k + j] = (float) row[j];
                }
            }
        });
        int[] starts = new int[neighbors.count() + 1];
        Arrays.setAll(starts, i -> i * k);
        return new AffinityMatrix(starts, neighbors.indices(), values);
    }

    private static void fill(double[] row, double[] squares, Affinities affinities) {
        Arrays.fill(row, 0);
        if (affinities instanceof Affinities.Perplexity several) {
            int scales = several.perplexities().size();
            for (double perplexity : several.perplexities()) {
                // Larger perplexities use more neighbours than smaller ones.
                int reach = Math.min(
                        squares.length,
                        new Affinities.Perplexity(java.util.List.of(perplexity)).neighbors(squares.length));
                GaussianKernel.addOfPerplexity(row, squares, reach, perplexity, 1.0 / scales);
            }
        } else if (affinities instanceof Affinities.FixedSigma fixed) {
            GaussianKernel.addOfWidth(row, squares, fixed.sigma());
        } else {
            Arrays.fill(row, 1.0 / row.length);
        }
    }

    /** Returns (P + Pᵀ) / 2n of conditional rows. */
    AffinityMatrix joint(Workers workers) {
        int n = count();
        AffinityMatrix rows = sorted(workers);
        AffinityMatrix turned = transposed();
        int[] starts = new int[n + 1];
        workers.forEach(n, PART, (from, to) -> {
            for (int i = from; i < to; i++) {
                starts[i + 1] = merge(rows, turned, i, null, 0);
            }
        });
        for (int i = 0; i < n; i++) {
            starts[i + 1] = Math.addExact(starts[i], starts[i + 1]);
        }
        AffinityMatrix joint = new AffinityMatrix(starts, new int[starts[n]], new float[starts[n]]);
        workers.forEach(n, PART, (from, to) -> {
            for (int i = from; i < to; i++) {
                merge(rows, turned, i, joint, starts[i]);
            }
        });
        return joint;
    }

    /**
     * Computes a row of the sum of both matrices, divided by 2n. Counts its entries, and writes them if there is a
     * target.
     */
    private static int merge(
            AffinityMatrix a,
            AffinityMatrix b,
            int row,
            @org.jspecify.annotations.Nullable AffinityMatrix into,
            int start) {
        int i = a.rowStarts[row];
        int j = b.rowStarts[row];
        int endA = a.rowStarts[row + 1];
        int endB = b.rowStarts[row + 1];
        double scale = 0.5 / a.count();
        int count = 0;
        while (i < endA || j < endB) {
            int columnA = i < endA ? a.columns[i] : Integer.MAX_VALUE;
            int columnB = j < endB ? b.columns[j] : Integer.MAX_VALUE;
            int column = Math.min(columnA, columnB);
            double sum = (columnA == column ? a.values[i++] : 0.0) + (columnB == column ? b.values[j++] : 0.0);
            if (into != null) {
                into.columns[start + count] = column;
                into.values[start + count] = (float) (sum * scale);
            }
            count++;
        }
        return count;
    }

    /** Returns the matrix with each row sorted by column. */
    private AffinityMatrix sorted(Workers workers) {
        AffinityMatrix sorted = new AffinityMatrix(rowStarts, new int[columns.length], new float[values.length]);
        workers.forEach(count(), PART, (from, to) -> {
            for (int i = from; i < to; i++) {
                int start = rowStarts[i];
                long[] keys = new long[rowStarts[i + 1] - start];
                for (int j = 0; j < keys.length; j++) {
                    keys[j] = (long) columns[start + j] << 32 | j;
                }
                Arrays.sort(keys);
                for (int j = 0; j < keys.length; j++) {
                    sorted.columns[start + j] = (int) (keys[j] >>> 32);
                    sorted.values[start + j] = values[start + (int) keys[j]];
                }
            }
        });
        return sorted;
    }

    /** Returns the transposed matrix, with sorted columns. */
    private AffinityMatrix transposed() {
        int n = count();
        int[] starts = new int[n + 1];
        for (int column : columns) {
            starts[column + 1]++;
        }
        for (int i = 0; i < n; i++) {
            starts[i + 1] += starts[i];
        }
        int[] next = Arrays.copyOf(starts, n);
        AffinityMatrix turned = new AffinityMatrix(starts, new int[columns.length], new float[values.length]);
        for (int i = 0; i < n; i++) {
            for (int j = rowStarts[i]; j < rowStarts[i + 1]; j++) {
                int at = next[columns[j]]++;
                turned.columns[at] = i;
                turned.values[at] = values[j];
            }
        }
        return turned;
    }
}
