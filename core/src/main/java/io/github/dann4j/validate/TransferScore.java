package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;
import io.github.dann4j.validate.numeric.Vectors;
import java.util.Arrays;
import java.util.Random;

/**
 * How transferable a model looks, {@code H + M − U} (Yang et al. 2024, TS):
 *
 * <ul>
 *   <li>H, the Hopkins statistic of the target's features, {@code Σu / (Σu + Σv)}, from 0 to 1: u are the distances of
 *       {@value #DRAWN} points drawn uniformly within the features' bounds to their nearest features, v those of as many
 *       features to their nearest others. About 0.5 without clusters, near 1 with tight ones. 0.5 for fewer than two
 *       examples, or if all features are the same.
 *   <li>M, {@code (H(mean p) − mean H(p)) / ln K}, from 0 to 1.
 *   <li>U, the mean squared difference, in square radians, of the angles between the rows of the last layer's weights to
 *       those of a regular simplex, {@code arccos(−1 / (K − 1))}. It is the same for all examples, and 0 where the
 *       weights are not known.
 * </ul>
 *
 * <p>The three have different scales; that they are added is the authors' choice. Uses at most {@value #MOST} examples,
 * spread evenly over their sorted features; the points are drawn with a fixed seed.
 */
record TransferScore() implements Validator {
    /** Examples of the target. */
    static final int MOST = 500;

    /** Points, and features, whose nearest neighbours are measured. */
    static final int DRAWN = 50;

    /** Returns the Hopkins statistic of features. */
    static double hopkins(double[][] features) {
        double[][] sorted = features.clone();
        Arrays.sort(sorted, Arrays::compare);
        double[][] rows = Vectors.spread(sorted, MOST);
        double[] low = rows[0].clone();
        double[] high = rows[0].clone();
        for (double[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                low[c] = Math.min(low[c], row[c]);
                high[c] = Math.max(high[c], row[c]);
            }
        }
        Random random = new Random(0);
        double drawn = 0;
        double own = 0;
        for (int k = 0; k < DRAWN; k++) {
            double[] point = new double[low.length];
            Arrays.setAll(point, c -> low[c] + random.nextDouble() * (high[c] - low[c]));
            drawn += nearest(rows, point, -1);
            int row = (int) ((long) k * rows.length / DRAWN);
            own += rows.length < 2 ? 0 : nearest(rows, rows[row], row);
        }
        return rows.length < 2 || drawn + own == 0 ? 0.5 : drawn / (drawn + own);
    }

    private static double nearest(double[][] rows, double[] point, int except) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < rows.length; i++) {
            if (i != except) {
                least = Math.min(least, Vectors.squaredDistance(rows[i], point));
            }
        }
        return Math.sqrt(least);
    }

    /** Returns how far the angles between rows are from those of a regular simplex; 0 without rows. */
    static double unevenness(double[][] weights) {
        double[][] unit = Vectors.unit(weights);
        double even = Math.acos(-1.0 / (unit.length - 1));
        double sum = 0;
        for (int a = 0; a < unit.length; a++) {
            for (int b = 0; b < a; b++) {
                double angle = Math.acos(Math.max(-1, Math.min(1, Vectors.product(unit[a], unit[b]))));
                sum += (angle - even) * (angle - even);
            }
        }
        return unit.length == 0 ? 0 : sum / (unit.length * (unit.length - 1) / 2.0);
    }

    @Override
    public String name() {
        return "transfer";
    }

    @Override
    public String title() {
        return "Transferability (TS)";
    }

    @Override
    public String citation() {
        return "Yang et al. 2024";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        double[][] probabilities = Softmax.of(outputs.targetLogits());
        double information =
                Softmax.entropyOfMean(probabilities) - Softmax.mean(Softmax.entropies(outputs.targetLogits()));
        return hopkins(outputs.targetFeatures())
                + information / Math.log(outputs.classes())
                - unevenness(outputs.classWeights());
    }
}
