package io.github.dann4j.shallow;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A linear support vector machine with hinge loss, by the library LIBLINEAR: the paper's third method, and the
 * classifier of {@link ProxyDistance}. It works on source rows alone. The same rows give the same bits.
 */
public final class LinearSvm {
    /** The values of C among which the paper chooses: ten from 1e-5 to 1, equally spaced on a logarithmic scale. */
    public static final List<Double> PAPER_C = spaced(-5, 0, 10);

    private static final double TOLERANCE = 0.01;
    private static final int MOST_ITERATIONS = 1000;

    static {
        Linear.disableDebugOutput();
    }

    private final Model model;

    private LinearSvm(Model model) {
        this.model = model;
    }

    /** Returns {@code count} values from 10^from to 10^to, equally spaced on a logarithmic scale. */
    static List<Double> spaced(double from, double to, int count) {
        Double[] values = new Double[count];
        for (int i = 0; i < count; i++) {
            values[i] = Math.pow(10, from + (to - from) * i / (count - 1));
        }
        return List.of(values);
    }

    /**
     * Trains on rows.
     *
     * @param labels the class of each row, from 0
     * @param c the factor C of the errors, more than 0
     * @throws ShallowException if the counts do not match, or C is not a number above 0
     */
    public static LinearSvm fit(SparseInput rows, int[] labels, double c) {
        if (labels.length != rows.size() || !(c > 0) || Double.isInfinite(c)) {
            throw new ShallowException(String.format(
                    Locale.ROOT,
                    "a linear SVM needs a label for each row and C above 0, got %d labels for %d rows and C = %s",
                    labels.length,
                    rows.size(),
                    c));
        }
        Problem problem = new Problem();
        problem.l = rows.size();
        problem.n = rows.columns() + 1;
        problem.bias = 1;
        problem.x = features(rows);
        problem.y = Arrays.stream(labels).asDoubleStream().toArray();
        Parameter parameter = new Parameter(SolverType.L2R_L1LOSS_SVC_DUAL, c, MOST_ITERATIONS, TOLERANCE);
        parameter.setRandom(new Random(0));
        return new LinearSvm(Linear.train(problem, parameter));
    }

    private static Feature[][] features(SparseInput rows) {
        Feature[][] all = new Feature[rows.size()][];
        for (int i = 0; i < all.length; i++) {
            int[] places = rows.places(i);
            double[] values = rows.values(i);
            Feature[] one = new Feature[places.length + 1];
            for (int k = 0; k < places.length; k++) {
                one[k] = new FeatureNode(places[k] + 1, values[k]);
            }
            one[places.length] = new FeatureNode(rows.columns() + 1, 1);
            all[i] = one;
        }
        return all;
    }

    /** Returns the class of each row; the rows have as many columns as those of the training. */
    public int[] predict(SparseInput rows) {
        if (rows.columns() != model.getNrFeature()) {
            throw new ShallowException(String.format(
                    Locale.ROOT, "the SVM reads rows of %d columns, got %d", model.getNrFeature(), rows.columns()));
        }
        return Arrays.stream(features(rows))
                .mapToInt(row -> (int) Linear.predict(model, row))
                .toArray();
    }

    /**
     * Returns the class of each dense row by an SVM that was trained on coordinates of such rows.
     *
     * @param space the coordinates on which this SVM of two classes was trained
     */
    public int[] predict(DenseInput rows, GramCoordinates space) {
        double[] learned = model.getFeatureWeights();
        double bias = learned[model.getNrFeature()];
        double[] weights = space.weights(Arrays.copyOf(learned, model.getNrFeature()));
        int[] labels = model.getLabels();
        return Arrays.stream(rows.times(weights, 1))
                .mapToInt(product -> product[0] + bias > 0 ? labels[0] : labels[1])
                .toArray();
    }

    /** Returns the share of rows that do not get their label, 0 to 1. */
    public double error(SparseInput rows, int[] labels) {
        return share(predict(rows), labels);
    }

    static double share(int[] predicted, int[] labels) {
        int wrong = 0;
        for (int i = 0; i < labels.length; i++) {
            if (predicted[i] != labels[i]) {
                wrong++;
            }
        }
        return (double) wrong / labels.length;
    }
}
