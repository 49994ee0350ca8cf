package io.github.dann4j.validate.numeric;

/** Sums over two vectors of equal length, in four parts that a processor adds at the same time. */
public final class Vectors {
    private Vectors() {}

    /** Returns the inner product. */
    public static double product(double[] a, double[] b) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            first += a[i] * b[i];
        }
        return first + second + (third + fourth);
    }

    /** Returns the squared Euclidean distance. */
    public static double squaredDistance(double[] a, double[] b) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            double d0 = a[i] - b[i];
            double d1 = a[i + 1] - b[i + 1];
            double d2 = a[i + 2] - b[i + 2];
            double d3 = a[i + 3] - b[i + 3];
            first += d0 * d0;
            second += d1 * d1;
            third += d2 * d2;
            fourth += d3 * d3;
        }
        for (; i < a.length; i++) {
            double d = a[i] - b[i];
            first += d * d;
        }
        return first + second + (third + fourth);
    }

    /** Returns the rows divided by their Euclidean lengths; a row of zeros stays as it is. */
    public static double[][] unit(double[][] rows) {
        double[][] unit = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double length = Math.sqrt(product(rows[i], rows[i]));
            unit[i] = rows[i].clone();
            for (int c = 0; c < unit[i].length && length > 0; c++) {
                unit[i][c] /= length;
            }
        }
        return unit;
    }

    /** Returns {@code count} rows spread evenly over all, or all if there are fewer. */
    public static double[][] spread(double[][] rows, int count) {
        if (rows.length <= count) {
            return rows;
        }
        double[][] some = new double[count][];
        for (int i = 0; i < count; i++) {
            some[i] = rows[(int) ((long) i * rows.length / count)];
        }
        return some;
    }
}
