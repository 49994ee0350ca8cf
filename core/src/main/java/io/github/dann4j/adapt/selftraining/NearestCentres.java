package io.github.dann4j.adapt.selftraining;

import java.util.Arrays;

/** Pseudo-labels by the nearest class centre in feature space (Liang et al. 2020, eqs. 5 and 6). */
final class NearestCentres {
    private NearestCentres() {}

    /**
     * Returns for each image the class whose centre has the smallest cosine distance. The centres are first the means
     * of the features, weighted by the probabilities. They are then computed once more, as the means of the images that
     * the first centres assigned to each class. A class to which no image was assigned then has no centre.
     *
     * @param features one row per image; a constant 1 is appended to each row, which is then scaled to length 1
     * @param probabilities one row per image, one column per class
     */
    static long[] labels(float[][] features, float[][] probabilities) {
        double[][] points = Arrays.stream(features).map(NearestCentres::point).toArray(double[][]::new);
        long[] first = nearest(points, centres(points, probabilities));
        float[][] hard = new float[points.length][probabilities[0].length];
        for (int i = 0; i < hard.length; i++) {
            hard[i][(int) first[i]] = 1;
        }
        return nearest(points, centres(points, hard));
    }

    /** Returns [f; 1], scaled to length 1. */
    private static double[] point(float[] feature) {
        double[] point = new double[feature.length + 1];
        for (int d = 0; d < feature.length; d++) {
            point[d] = feature[d];
        }
        point[feature.length] = 1;
        return scaled(point, 1 / Math.sqrt(product(point, point)));
    }

    /** Returns the directions of the centres; an empty array for a class without weight. */
    private static double[][] centres(double[][] points, float[][] weights) {
        double[][] centres = new double[weights[0].length][];
        for (int c = 0; c < centres.length; c++) {
            double[] sum = new double[points[0].length];
            for (int i = 0; i < points.length; i++) {
                double weight = weights[i][c];
                for (int d = 0; weight > 0 && d < sum.length; d++) {
                    sum[d] += weight * points[i][d];
                }
            }
            double length = Math.sqrt(product(sum, sum));
            centres[c] = length > 0 ? scaled(sum, 1 / length) : new double[0];
        }
        return centres;
    }

    private static long[] nearest(double[][] points, double[][] centres) {
        long[] labels = new long[points.length];
        for (int i = 0; i < labels.length; i++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < centres.length; c++) {
                double cosine = centres[c].length == 0 ? Double.NEGATIVE_INFINITY : product(points[i], centres[c]);
                if (cosine > best) {
                    best = cosine;
                    labels[i] = c;
                }
            }
        }
        return labels;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    private static double[] scaled(double[] a, double factor) {
        return Arrays.stream(a).map(value -> factor * value).toArray();
    }
}
