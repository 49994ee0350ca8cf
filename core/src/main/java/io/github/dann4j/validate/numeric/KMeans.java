package io.github.dann4j.validate.numeric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;

/**
 * Clusters by k-means: Lloyd's algorithm from k-means++ (Arthur and Vassilvitskii 2007), the best of ten restarts by
 * the sum of squared distances. The seed is fixed and the points are sorted first, so the clusters do not depend on the
 * order of the points.
 */
public final class KMeans {
    private static final int RESTARTS = 10;
    private static final int MOST_ROUNDS = 50;

    private final double[][] points;
    private final int[] clusters;
    private double error;

    private KMeans(double[][] sorted) {
        points = sorted;
        clusters = new int[sorted.length];
    }

    /**
     * Returns the cluster of each point.
     *
     * @param points {@code [n][d]}
     * @param count number of clusters; there are fewer if there are fewer different points
     * @return {@code [n]}, from 0 to {@code count - 1}; not every number has to occur
     */
    public static int[] clusters(double[][] points, int count) {
        Integer[] order = new Integer[points.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing((Integer i) -> points[i], Arrays::compare));
        double[][] sorted = new double[points.length][];
        Arrays.setAll(sorted, i -> points[order[i]]);
        Random random = new Random(0);
        KMeans best = new KMeans(sorted);
        best.run(count, random);
        for (int restart = 1; restart < RESTARTS; restart++) {
            KMeans next = new KMeans(sorted);
            next.run(count, random);
            best = next.error < best.error ? next : best;
        }
        int[] clusters = new int[points.length];
        for (int i = 0; i < clusters.length; i++) {
            clusters[order[i]] = best.clusters[i];
        }
        return clusters;
    }

    private void run(int count, Random random) {
        double[][] centres = start(count, random);
        assign(centres);
        boolean moved = true;
        for (int round = 0; round < MOST_ROUNDS && moved; round++) {
            move(centres);
            moved = assign(centres);
        }
    }

    /** Draws centres among the points, each with a probability that grows with its squared distance to the others. */
    private double[][] start(int count, Random random) {
        double[][] centres = new double[count][];
        centres[0] = points[random.nextInt(points.length)].clone();
        double[] nearest = new double[points.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int k = 1; k < count; k++) {
            double sum = 0;
            for (int i = 0; i < points.length; i++) {
                nearest[i] = Math.min(nearest[i], Vectors.squaredDistance(points[i], centres[k - 1]));
                sum += nearest[i];
            }
            if (sum == 0) {
                return Arrays.copyOf(centres, k);
            }
            centres[k] = points[drawn(nearest, random.nextDouble() * sum)].clone();
        }
        return centres;
    }

    /** Returns the first place at which the sum of the weights exceeds a threshold; else the last with a weight. */
    private static int drawn(double[] weights, double threshold) {
        double sum = 0;
        int last = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            if (weights[i] > 0) {
                last = i;
                if (sum > threshold) {
                    return i;
                }
            }
        }
        return last;
    }

    /** Assigns each point to its nearest centre, the first of several; returns whether any point changed. */
    private boolean assign(double[][] centres) {
        boolean changed = false;
        error = 0;
        for (int i = 0; i < points.length; i++) {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < centres.length; k++) {
                double distance = Vectors.squaredDistance(points[i], centres[k]);
                if (distance < least) {
                    least = distance;
                    best = k;
                }
            }
            changed |= clusters[i] != best;
            clusters[i] = best;
            error += least;
        }
        return changed;
    }

    /** Moves each centre to the mean of its points; one without points stays. */
    private void move(double[][] centres) {
        int[] sizes = new int[centres.length];
        double[][] sums = new double[centres.length][points[0].length];
        for (int i = 0; i < points.length; i++) {
            sizes[clusters[i]]++;
            double[] sum = sums[clusters[i]];
            for (int c = 0; c < sum.length; c++) {
                sum[c] += points[i][c];
            }
        }
        for (int k = 0; k < centres.length; k++) {
            for (int c = 0; c < centres[k].length && sizes[k] > 0; c++) {
                centres[k][c] = sums[k][c] / sizes[k];
            }
        }
    }
}
