package io.github.dann4j.shallow;

/**
 * The products of the weights with all rows, in place of the weights. Every update adds a multiple of a row x to the
 * weights of a unit, so it adds the same multiple of the inner products with x to the unit's products. The weights
 * follow at the end from the sum of all multiples.
 */
final class GramLayer implements InputLayer {
    /** Products of rows that are updated together, so that they stay in the processor's cache. */
    private static final int BLOCK = 1024;

    private final DenseInput rows;
    private final double[] start;
    private final double[][] gram;

    /** {@code [hidden][rows]}. */
    private final double[][] products;

    /** What was added to the weights as multiples of the rows, {@code [hidden][rows]}. */
    private final double[][] multiples;

    private double[][] keptProducts;
    private double[][] keptMultiples;

    GramLayer(DenseInput rows, double[] weights, int hidden) {
        this.rows = rows;
        this.start = weights.clone();
        this.gram = rows.gram();
        double[][] byRow = rows.times(weights, hidden);
        this.products = new double[hidden][byRow.length];
        for (int unit = 0; unit < hidden; unit++) {
            for (int row = 0; row < byRow.length; row++) {
                products[unit][row] = byRow[row][unit];
            }
        }
        this.multiples = new double[hidden][byRow.length];
        this.keptProducts = products;
        this.keptMultiples = multiples;
    }

    @Override
    public void products(int row, double[] result) {
        for (int unit = 0; unit < result.length; unit++) {
            result[unit] = products[unit][row];
        }
    }

    @Override
    public void update(int row, double[] delta, double rate) {
        double[] inner = gram[row];
        for (int from = 0; from < inner.length; from += BLOCK) {
            int to = Math.min(inner.length, from + BLOCK);
            for (int unit = 0; unit < delta.length; unit++) {
                subtract(products[unit], from, to, rate * delta[unit], inner);
            }
        }
        for (int unit = 0; unit < delta.length; unit++) {
            multiples[unit][row] -= rate * delta[unit];
        }
    }

    private static void subtract(double[] sums, int from, int to, double factor, double[] inner) {
        for (int i = from; i < to; i++) {
            sums[i] -= factor * inner[i];
        }
    }

    @Override
    public void update(int row, double[] delta, int otherRow, double[] otherDelta, double rate) {
        double[] inner = gram[row];
        double[] otherInner = gram[otherRow];
        for (int from = 0; from < inner.length; from += BLOCK) {
            int to = Math.min(inner.length, from + BLOCK);
            for (int unit = 0; unit < delta.length; unit++) {
                subtract(products[unit], from, to, rate * delta[unit], inner, rate * otherDelta[unit], otherInner);
            }
        }
        for (int unit = 0; unit < delta.length; unit++) {
            multiples[unit][row] -= rate * delta[unit];
            multiples[unit][otherRow] -= rate * otherDelta[unit];
        }
    }

    private static void subtract(
            double[] sums, int from, int to, double factor, double[] inner, double otherFactor, double[] otherInner) {
        for (int i = from; i < to; i++) {
            sums[i] -= factor * inner[i] + otherFactor * otherInner[i];
        }
    }

    @Override
    public void keep() {
        keptProducts = copy(products);
        keptMultiples = copy(multiples);
    }

    private static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }

    @Override
    public void restore() {
        for (int unit = 0; unit < products.length; unit++) {
            System.arraycopy(keptProducts[unit], 0, products[unit], 0, products[unit].length);
            System.arraycopy(keptMultiples[unit], 0, multiples[unit], 0, multiples[unit].length);
        }
    }

    @Override
    public double[] weights() {
        double[] weights = rows.transposedTimes(multiples);
        for (int i = 0; i < weights.length; i++) {
            weights[i] += start[i];
        }
        return weights;
    }
}
