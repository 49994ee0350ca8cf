package io.github.dann4j.shallow;

import java.util.Arrays;

/** The weights themselves. A row touches only those of its values that are not 0. */
final class SparseLayer implements InputLayer {
    private final SparseInput rows;
    private final double[] weights;
    private double[] kept;

    SparseLayer(SparseInput rows, double[] weights) {
        this.rows = rows;
        this.weights = weights.clone();
        this.kept = this.weights;
    }

    @Override
    public void products(int row, double[] products) {
        Arrays.fill(products, 0);
        rows.add(row, weights, products);
    }

    @Override
    public void update(int row, double[] delta, double rate) {
        int[] places = rows.places(row);
        double[] values = rows.values(row);
        int width = delta.length;
        for (int k = 0; k < places.length; k++) {
            double factor = rate * values[k];
            int from = places[k] * width;
            for (int unit = 0; unit < width; unit++) {
                weights[from + unit] -= factor * delta[unit];
            }
        }
    }

    @Override
    public void update(int row, double[] delta, int otherRow, double[] otherDelta, double rate) {
        update(row, delta, rate);
        update(otherRow, otherDelta, rate);
    }

    @Override
    public void keep() {
        kept = weights.clone();
    }

    @Override
    public void restore() {
        System.arraycopy(kept, 0, weights, 0, weights.length);
    }

    @Override
    public double[] weights() {
        return weights.clone();
    }
}
