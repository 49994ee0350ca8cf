package io.github.dann4j.embed;

import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.NeighborSearch;
import io.github.dann4j.embed.point.Neighbors;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.embed.point.Workers;
import java.util.Arrays;
import java.util.Random;

/** Generated points: Gaussian clouds around random centres; point i belongs to cloud i mod clouds. */
public record Clouds(Points points, int[] labels) {
    public static Clouds of(int n, int dimensions, int clouds, double distance, long seed) {
        Random random = new Random(seed);
        double[][] centres = new double[clouds][dimensions];
        for (double[] centre : centres) {
            Arrays.setAll(centre, c -> distance * random.nextGaussian());
        }
        double[][] rows = new double[n][dimensions];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % clouds;
            double[] centre = centres[labels[i]];
            Arrays.setAll(rows[i], c -> centre[c] + random.nextGaussian());
        }
        return new Clouds(Points.of(rows), labels);
    }

    /** Returns the share of queries whose class is that of most of their 10 nearest references. */
    static double accuracy(double[][] queries, int[] truth, double[][] references, int[] labels, boolean own) {
        Neighbors nearest = own
                ? NeighborSearch.EXACT.ofEach(Points.of(references), 10, Metric.EUCLIDEAN)
                : NeighborSearch.EXACT.of(Points.of(queries), Points.of(references), 10, Metric.EUCLIDEAN);
        int right = 0;
        for (int i = 0; i < queries.length; i++) {
            int[] votes = new int[Arrays.stream(labels).max().orElseThrow() + 1];
            for (int j : nearest.of(i)) {
                votes[labels[j]]++;
            }
            int most = 0;
            for (int label = 1; label < votes.length; label++) {
                most = votes[label] > votes[most] ? label : most;
            }
            right += most == truth[i] ? 1 : 0;
        }
        return (double) right / queries.length;
    }

    /** Returns KL(P ‖ Q) by its definition: all pairs, float64; only P is shared with the code under test. */
    static double divergence(AffinityMatrix p, double[][] y) {
        double z = 0;
        for (int i = 0; i < y.length; i++) {
            double row = 0;
            for (int j = 0; j < y.length; j++) {
                row += i == j ? 0 : 1 / (1 + square(y[i], y[j]));
            }
            z += row;
        }
        double divergence = 0;
        for (int i = 0; i < y.length; i++) {
            for (int e = p.rowStarts()[i]; e < p.rowStarts()[i + 1]; e++) {
                double q = 1 / (1 + square(y[i], y[p.columns()[e]])) / z;
                divergence += p.values()[e] > 0 ? p.values()[e] * Math.log(p.values()[e] / q) : 0;
            }
        }
        return divergence;
    }

    private static double square(double[] a, double[] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            sum += (a[c] - b[c]) * (a[c] - b[c]);
        }
        return sum;
    }

    /** Returns P of t-SNE for a perplexity, from exact neighbours. */
    static AffinityMatrix affinities(Points points, double perplexity) {
        try (Workers workers = new Workers()) {
            Affinities affinities = Affinities.perplexity(perplexity).within(points.count() - 1);
            Neighbors neighbors =
                    NeighborSearch.EXACT.ofEach(points, affinities.neighbors(points.count() - 1), Metric.EUCLIDEAN);
            return AffinityMatrix.conditional(neighbors, affinities, workers).joint(workers);
        }
    }
}
