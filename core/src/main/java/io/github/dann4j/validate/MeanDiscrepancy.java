package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Vectors;
import java.util.Arrays;

/**
 * The squared maximum mean discrepancy between the features of both domains, from 0 to 2; smaller is better (Gretton et
 * al. 2012, equation 5, the biased estimate). The kernel is the mean of five Gaussians {@code exp(−‖x − y‖² / (f s))},
 * f = 1/4, 1/2, 1, 2, 4, where s is the mean squared distance of two of the features of both domains. So features that
 * are all multiplied by a number keep their value: a model cannot gain by small features. 0 if all features are the
 * same.
 *
 * <p>Uses at most {@value #MOST} examples of each domain, spread evenly.
 */
record MeanDiscrepancy() implements Validator {
    /** Examples of each domain. */
    static final int MOST = 500;

    private static final double[] FACTORS = {0.25, 0.5, 1, 2, 4};

    private static double weight(int i, int source, int target) {
        return i < source ? 1.0 / source : -1.0 / target;
    }

    private static double kernel(double distance) {
        double sum = 0;
        for (double factor : FACTORS) {
            sum += Math.exp(-distance / factor);
        }
        return sum / FACTORS.length;
    }

    @Override
    public String name() {
        return "mmd";
    }

    @Override
    public String title() {
        return "Maximum mean discrepancy";
    }

    @Override
    public String citation() {
        return "Gretton et al. 2012";
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }

    @Override
    public double value(Outputs outputs) {
        double[][] source = Vectors.spread(outputs.sourceFeatures(), MOST);
        double[][] target = Vectors.spread(outputs.targetFeatures(), MOST);
        double[][] all = Arrays.copyOf(source, source.length + target.length);
        System.arraycopy(target, 0, all, source.length, target.length);
        double[][] distances = new double[all.length][all.length];
        double sum = 0;
        for (int i = 0; i < all.length; i++) {
            for (int j = 0; j < i; j++) {
                distances[i][j] = Vectors.squaredDistance(all[i], all[j]);
                distances[j][i] = distances[i][j];
                sum += 2 * distances[i][j];
            }
        }
        if (sum == 0) {
            return 0;
        }
        double scale = sum / ((double) all.length * (all.length - 1));
        double within = 0;
        for (int i = 0; i < all.length; i++) {
            for (int j = 0; j < all.length; j++) {
                double sign = weight(i, source.length, target.length) * weight(j, source.length, target.length);
                within += sign * kernel(distances[i][j] / scale);
            }
        }
        return Math.max(0, within);
    }
}
