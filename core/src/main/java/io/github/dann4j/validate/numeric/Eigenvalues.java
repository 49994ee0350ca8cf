package io.github.dann4j.validate.numeric;

/**
 * Eigenvalues of symmetric matrices, without vectors: Householder's reduction to tridiagonal form, then bisection by
 * Sturm counts. The error of each is of the order of the rounding error of the largest.
 */
public final class Eigenvalues {
    private static final int HALVINGS = 80;

    private Eigenvalues() {}

    /** Returns the eigenvalues of XᵀX or XXᵀ, whichever is smaller, as singular values of X: their square roots. */
    public static double[] singularValues(double[][] rows) {
        int columns = rows[0].length;
        double[][] gram = columns <= rows.length ? columnProducts(rows) : rowProducts(rows);
        double[] values = ofSymmetric(gram);
        double most = 0;
        for (double value : values) {
            most = Math.max(most, value);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] <= most * values.length * Math.ulp(1.0) ? 0 : Math.sqrt(values[i]);
        }
        return values;
    }

    /** Returns {@code XᵀX}, {@code [columns][columns]}. */
    public static double[][] columnProducts(double[][] rows) {
        int columns = rows[0].length;
        double[][] products = new double[columns][columns];
        for (double[] row : rows) {
            for (int a = 0; a < columns; a++) {
                for (int b = 0; b < columns; b++) {
                    products[a][b] += row[a] * row[b];
                }
            }
        }
        return products;
    }

    private static double[][] rowProducts(double[][] rows) {
        double[][] products = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j <= i; j++) {
                products[i][j] = Vectors.product(rows[i], rows[j]);
                products[j][i] = products[i][j];
            }
        }
        return products;
    }

    /** Returns the eigenvalues in increasing order. The matrix, {@code [n][n]}, is overwritten. */
    public static double[] ofSymmetric(double[][] a) {
        int n = a.length;
        double[] beside = new double[n]; // beside[k]: row k, column k + 1 of the reduced matrix
        for (int k = 0; k < n - 1; k++) {
            beside[k] = reduce(a, k);
        }
        double[] diagonal = new double[n];
        double bound = 0;
        for (int k = 0; k < n; k++) {
            diagonal[k] = a[k][k];
            double radius = Math.abs(beside[k]) + (k == 0 ? 0 : Math.abs(beside[k - 1]));
            bound = Math.max(bound, Math.abs(diagonal[k]) + radius);
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            double low = -bound;
            double high = bound;
            for (int step = 0; step < HALVINGS && low < high; step++) {
                double middle = (low + high) / 2;
                if (smaller(diagonal, beside, middle) > i) {
                    high = middle;
                } else {
                    low = middle;
                }
            }
            values[i] = (low + high) / 2;
        }
        return values;
    }

    /** Reflects column k of the remaining matrix onto its first entry below the diagonal, and returns that entry. */
    private static double reduce(double[][] a, int k) {
        int n = a.length;
        double[] v = new double[n];
        double rest = 0;
        for (int i = k + 1; i < n; i++) {
            v[i] = a[i][k];
            rest += i > k + 1 ? v[i] * v[i] : 0;
        }
        if (rest == 0) {
            return v[k + 1];
        }
        double entry = -Math.copySign(Math.sqrt(rest + v[k + 1] * v[k + 1]), v[k + 1]);
        v[k + 1] -= entry;
        double factor = 2 / (rest + v[k + 1] * v[k + 1]);
        double[] p = new double[n];
        double product = 0;
        for (int i = k + 1; i < n; i++) {
            double sum = 0;
            double[] row = a[i];
            for (int j = k + 1; j < n; j++) {
                sum += row[j] * v[j];
            }
            p[i] = factor * sum;
            product += p[i] * v[i];
        }
        for (int i = k + 1; i < n; i++) {
            p[i] -= factor / 2 * product * v[i];
        }
        for (int i = k + 1; i < n; i++) {
            double[] row = a[i];
            for (int j = k + 1; j < n; j++) {
                row[j] -= v[i] * p[j] + p[i] * v[j];
            }
        }
        return entry;
    }

    /** Returns how many eigenvalues are smaller than a number: the negative pivots of the shifted matrix. */
    private static int smaller(double[] diagonal, double[] beside, double than) {
        int count = 0;
        double pivot = 1;
        for (int k = 0; k < diagonal.length; k++) {
            double square = k == 0 ? 0 : beside[k - 1] * beside[k - 1];
            pivot = diagonal[k] - than - (square == 0 ? 0 : square / pivot);
            if (pivot == 0) {
                pivot = -Double.MIN_NORMAL;
            }
            count += pivot < 0 ? 1 : 0;
        }
        return count;
    }
}
