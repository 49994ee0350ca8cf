package io.github.dann4j.evaluate;

import java.util.Arrays;

/**
 * How a classifier did on a labelled set.
 *
 * @param confusion {@code confusion[true class][predicted class]}, counts
 */
public record Evaluation(int[][] confusion) {
    /** Number of images. */
    public int count() {
        int count = 0;
        for (int[] row : confusion) {
            for (int cell : row) {
                count += cell;
            }
        }
        return count;
    }

    /** Share of images whose class is right, in [0, 1]. */
    public double accuracy() {
        int right = 0;
        for (int c = 0; c < confusion.length; c++) {
            right += confusion[c][c];
        }
        return (double) right / count();
    }

    /** Share of the images of each class that are right, in [0, 1]; NaN for a class without images. */
    public double[] classAccuracies() {
        double[] result = new double[confusion.length];
        for (int c = 0; c < confusion.length; c++) {
            int sum = Arrays.stream(confusion[c]).sum();
            result[c] = sum == 0 ? Double.NaN : (double) confusion[c][c] / sum;
        }
        return result;
    }
}
