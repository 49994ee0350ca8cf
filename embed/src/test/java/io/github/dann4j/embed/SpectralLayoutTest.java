package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.embed.point.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Graphs whose eigenvectors are known. */
class SpectralLayoutTest {
    private static final int N = 40;

    /** Returns the graph of a cycle, as affinities whose sum is 1. */
    static AffinityMatrix cycle(int n) {
        return graph(n, n);
    }

    /** Returns the graph of 0 - 1 - 2 - ..., with {@code edges} edges; the last one closes a cycle. */
    private static AffinityMatrix graph(int n, int edges) {
        List<List<Integer>> neighbors = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            neighbors.add(new ArrayList<>());
        }
        for (int i = 0; i < edges; i++) {
            neighbors.get(i).add((i + 1) % n);
            neighbors.get((i + 1) % n).add(i);
        }
        int[] starts = new int[n + 1];
        int[] columns = new int[2 * edges];
        float[] values = new float[2 * edges];
        for (int i = 0; i < n; i++) {
            starts[i + 1] = starts[i];
            for (int j : neighbors.get(i)) {
                columns[starts[i + 1]] = j;
                values[starts[i + 1]++] = 0.5f / edges;
            }
        }
        return new AffinityMatrix(starts, columns, values);
    }

    private static double[] layout(AffinityMatrix graph, int dimensions) {
        try (Workers workers = new Workers()) {
            return SpectralLayout.of(graph, dimensions, new Random(3), workers);
        }
    }

    /** Both eigenvectors have the eigenvalue cos(2π / n), so neighbours are 2π / n apart on a circle. */
    @Test
    void aCycle_isACircle() {
        double[] y = layout(cycle(N), 2);
        double radius = Math.hypot(y[0], y[1]);
        double chord = 2 * radius * Math.sin(Math.PI / N);

        assertThat(radius).isPositive();
        for (int i = 0; i < N; i++) {
            int next = (i + 1) % N;
            assertThat(Math.hypot(y[2 * i], y[2 * i + 1])).isCloseTo(radius, within(1e-6 * radius));
            assertThat(Math.hypot(y[2 * i] - y[2 * next], y[2 * i + 1] - y[2 * next + 1]))
                    .isCloseTo(chord, within(1e-5 * radius));
        }
    }

    /** The random walk on a path of n points has the eigenvalues cos(π k / (n − 1)), and eigenvectors cos(π k i / (n − 1)). */
    @Test
    void aPath_isACosine_andItsDouble() {
        double[] y = layout(graph(N, N - 1), 2);

        for (int k = 1; k <= 2; k++) {
            for (int i = 0; i < N; i++) {
                assertThat(y[2 * i + k - 1] / y[k - 1])
                        .as("dimension %d, point %d", k, i)
                        .isCloseTo(Math.cos(Math.PI * k * i / (N - 1)), within(1e-5));
            }
        }
    }

    @Test
    void oneDimension_leavesTheOtherEmpty() {
        double[] y = layout(graph(N, N - 1), 1);

        assertThat(y[2] / y[0]).isCloseTo(Math.cos(Math.PI / (N - 1)), within(1e-5));
        for (int i = 0; i < N; i++) {
            assertThat(y[2 * i + 1]).isZero();
        }
    }

    /** Two pieces: the first eigenvector after the trivial one is constant on each, with the signs of a balance. */
    @Test
    void separatePieces_areApart_andAPointWithoutNeighboursIsAtZero() {
        // Points 0 to 2 and 3 to 5 are paths, 6 is alone.
        AffinityMatrix pieces =
                new AffinityMatrix(new int[] {0, 1, 3, 4, 5, 7, 8, 8}, new int[] {1, 0, 2, 1, 4, 3, 5, 4}, new float[] {
                    .125f, .125f, .125f, .125f, .125f, .125f, .125f, .125f
                });
        double[] y = layout(pieces, 1);

        assertThat(y[0]).isNotZero();
        for (int i = 0; i < 3; i++) {
            assertThat(y[2 * i]).isCloseTo(y[0], within(1e-9));
            assertThat(y[2 * (i + 3)]).isCloseTo(-y[0], within(1e-9));
        }
        assertThat(y[12]).isZero();
    }

    /** More points than one part of the work, and more than steps of the method. */
    @Test
    void aLargeGraph_keepsItsPiecesApart() {
        int half = 1500;
        AffinityMatrix one = cycle(half);
        int[] starts = new int[2 * half + 1];
        int[] columns = new int[4 * half];
        float[] values = new float[4 * half];
        for (int i = 0; i <= 2 * half; i++) {
            starts[i] = 2 * i;
        }
        for (int e = 0; e < 2 * half; e++) {
            columns[e] = one.columns()[e];
            columns[2 * half + e] = one.columns()[e] + half;
            values[e] = one.values()[e] / 2;
            values[2 * half + e] = one.values()[e] / 2;
        }
        double[] y = layout(new AffinityMatrix(starts, columns, values), 1);
        double left = 0;
        double right = 0;
        for (int i = 0; i < half; i++) {
            left += y[2 * i] / half;
            right += y[2 * (half + i)] / half;
        }

        assertThat(left).isCloseTo(-right, within(1e-3 * Math.abs(right)));
        assertThat(Math.abs(left)).isGreaterThan(1e-3);
    }
}
