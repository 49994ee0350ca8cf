package io.github.dann4j.shallow;

import java.util.Locale;

/**
 * A network with one hidden layer of sigmoid units, a softmax over the classes, and a domain regressor: section 4.1 of
 * Ganin et al., JMLR 2016. Immutable, in float64.
 */
public final class ShallowNetwork {
    private final int columns;
    private final int hidden;
    private final int classes;
    private final double[] inputWeights;
    private final HiddenWeights rest;

    /**
     * Everything after the first weights. The arrays are shared, not copied.
     *
     * @param b bias of the hidden units, {@code [hidden]}
     * @param v weights of the classes, {@code [classes][hidden]}
     * @param c bias of the classes, {@code [classes]}
     * @param u weights of the domain regressor, {@code [hidden]}
     * @param d bias of the domain regressor, one value
     */
    record HiddenWeights(double[] b, double[][] v, double[] c, double[] u, double[] d) {
        static HiddenWeights zero(int hidden, int classes) {
            return new HiddenWeights(
                    new double[hidden],
                    new double[classes][hidden],
                    new double[classes],
                    new double[hidden],
                    new double[1]);
        }

        HiddenWeights copy() {
            double[][] rows = new double[v.length][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = v[i].clone();
            }
            return new HiddenWeights(b.clone(), rows, c.clone(), u.clone(), d.clone());
        }

        /** Turns W x into the hidden layer, in place. */
        void hidden(double[] products) {
            for (int unit = 0; unit < products.length; unit++) {
                products[unit] = sigmoid(products[unit] + b[unit]);
            }
        }

        /** Computes the probabilities of the classes. */
        void classes(double[] h, double[] probabilities) {
            double most = Double.NEGATIVE_INFINITY;
            for (int label = 0; label < v.length; label++) {
                double sum = c[label];
                for (int unit = 0; unit < h.length; unit++) {
                    sum += v[label][unit] * h[unit];
                }
                probabilities[label] = sum;
                most = Math.max(most, sum);
            }
            double total = 0;
            for (int label = 0; label < v.length; label++) {
                probabilities[label] = StrictMath.exp(probabilities[label] - most);
                total += probabilities[label];
            }
            for (int label = 0; label < v.length; label++) {
                probabilities[label] /= total;
            }
        }

        /** Returns the probability that a row is of the source. */
        double source(double[] h) {
            double sum = d[0];
            for (int unit = 0; unit < h.length; unit++) {
                sum += u[unit] * h[unit];
            }
            return sigmoid(sum);
        }

        private static double sigmoid(double z) {
            return 1 / (1 + StrictMath.exp(-z));
        }
    }

    /**
     * @param inputWeights {@code [columns][hidden]}, row after row; not copied
     * @param rest copied
     */
    ShallowNetwork(int columns, double[] inputWeights, HiddenWeights rest) {
        this.columns = columns;
        this.hidden = rest.b.length;
        this.classes = rest.c.length;
        this.inputWeights = inputWeights;
        this.rest = rest.copy();
    }

    /** Returns the length of the rows that this network reads. */
    public int columns() {
        return columns;
    }

    /** Returns the number of hidden units. */
    public int hiddenUnits() {
        return hidden;
    }

    /** Returns the number of classes. */
    public int classes() {
        return classes;
    }

    /** Returns a copy of the weights between input and hidden layer, {@code [columns][hidden]}, row after row. */
    public double[] inputWeights() {
        return inputWeights.clone();
    }

    /** Returns a copy of the bias of the hidden units, {@code [hidden]}. */
    public double[] hiddenBias() {
        return rest.b.clone();
    }

    HiddenWeights rest() {
        return rest;
    }

    /**
     * Returns the hidden layer of rows, {@code [n][hidden]}, each value between 0 and 1.
     *
     * @throws ShallowException if the rows have another number of columns than those of the training
     */
    public double[][] hidden(InputRows rows) {
        if (rows.columns() != columns) {
            throw new ShallowException(String.format(
                    Locale.ROOT, "the network reads rows of %d columns, got %d", columns, rows.columns()));
        }
        double[][] h = rows.times(inputWeights, hidden);
        for (double[] row : h) {
            rest.hidden(row);
        }
        return h;
    }

    /** Returns the probabilities of the classes, {@code [n][classes]}; see {@link #hidden} for errors. */
    public double[][] probabilities(InputRows rows) {
        double[][] h = hidden(rows);
        double[][] all = new double[h.length][classes];
        for (int i = 0; i < h.length; i++) {
            rest.classes(h[i], all[i]);
        }
        return all;
    }

    /** Returns the most probable class of each row; see {@link #hidden} for errors. */
    public int[] predict(InputRows rows) {
        double[][] all = probabilities(rows);
        int[] labels = new int[all.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = largest(all[i]);
        }
        return labels;
    }

    static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Returns the probability of each row to be of the source, by the domain regressor; see {@link #hidden} for errors. */
    public double[] sourceProbabilities(InputRows rows) {
        double[][] h = hidden(rows);
        double[] all = new double[h.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = rest.source(h[i]);
        }
        return all;
    }
}
