package io.github.dann4j.tensorboard;

import java.util.Locale;

/**
 * Counts of values in equal parts of their range.
 *
 * @param min the smallest value
 * @param max the largest value
 * @param count number of values
 * @param sum of the values
 * @param sumOfSquares of the values
 * @param limits upper limit of each part, ascending; the last is {@code max}
 * @param counts number of values in each part, as many as limits
 */
public record Histogram(
        double min, double max, long count, double sum, double sumOfSquares, double[] limits, double[] counts) {
    private static final int PARTS = 60;

    /**
     * Returns the histogram of values; those that are not finite are left out.
     *
     * @throws IllegalArgumentException if no value is finite
     */
    public static Histogram of(float[] values) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        long count = 0;
        for (float value : values) {
            if (Float.isFinite(value)) {
                min = Math.min(min, value);
                max = Math.max(max, value);
                sum += value;
                squares += (double) value * value;
                count++;
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a histogram needs at least one finite value, got %d values and none is finite",
                    values.length));
        }
        int parts = min < max ? PARTS : 1;
        double[] limits = new double[parts];
        for (int i = 0; i < parts; i++) {
            limits[i] = i == parts - 1 ? max : min + (max - min) * (i + 1) / parts;
        }
        double[] counts = new double[parts];
        for (float value : values) {
            if (Float.isFinite(value)) {
                int part = min < max ? (int) ((value - min) / (max - min) * parts) : 0;
                counts[Math.min(part, parts - 1)]++;
            }
        }
        return new Histogram(min, max, count, sum, squares, limits, counts);
    }

    /** Whether any of the values is finite. */
    public static boolean canBeOf(float[] values) {
        for (float value : values) {
            if (Float.isFinite(value)) {
                return true;
            }
        }
        return false;
    }
}
