package io.github.dann4j.evaluate;

import io.github.dann4j.api.PublicApi;
import java.util.Arrays;

/**
 * The result of a classifier on labelled examples.
 *
 * @param confusion {@code confusion[true class][predicted class]}, counts
 */
@PublicApi
public record Evaluation(int[][] confusion) {
    /** Returns the number of examples. */
    public int count() {
        int count = 0;
        for (int[] row : confusion) {
            for (int cell : row) {
                count += cell;
            }
        }
        return count;
    }

    /** Returns the share of correctly classified examples, in [0, 1]. */
    public double accuracy() {
        int right = 0;
        for (int c = 0; c < confusion.length; c++) {
            right += confusion[c][c];
        }
        return (double) right / count();
    }

    /**
     * Returns the share of correctly classified examples of each class, in [0, 1]; NaN for a class without examples.
     */
    public double[] classAccuracies() {
        double[] result = new double[confusion.length];
        for (int c = 0; c < confusion.length; c++) {
            int sum = Arrays.stream(confusion[c]).sum();
            result[c] = sum == 0 ? Double.NaN : (double) confusion[c][c] / sum;
        }
        return result;
    }
}
