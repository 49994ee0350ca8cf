package io.github.dann4j.labelshift;

import org.jspecify.annotations.Nullable;

/**
 * Maximum likelihood: the shares under which the predictions on the target are most likely, found by expectation
 * maximization (Saerens et al. 2002, eq. 9), after calibration on the source (Alexandari et al. 2020). The shares of the
 * source are its mean calibrated prediction.
 *
 * @param calibration fitted to the source examples; null to fit it to those of each sample
 */
record ExpectationMaximization(@Nullable Calibration calibration) implements ShareEstimator {
    private static final int ITERATIONS = 1000;
    private static final double SUFFICIENT = 1e-6;

    @Override
    public String name() {
        return "em";
    }

    @Override
    public String title() {
        return "Maximum likelihood";
    }

    @Override
    public String citation() {
        return "Saerens et al. 2002, Adjusting the outputs of a classifier to new a priori probabilities, Neural Computation";
    }

    @Override
    public ShareEstimator fittedTo(ShiftSample source) {
        return new ExpectationMaximization(Calibration.fit(source.sourceLogits(), source.sourceLabels()));
    }

    @Override
    public double @Nullable [] shares(ShiftSample sample) {
        Calibration used =
                calibration == null ? Calibration.fit(sample.sourceLogits(), sample.sourceLabels()) : calibration;
        double[] source = mean(used.apply(sample.sourceLogits()));
        double[][] target = used.apply(sample.targetLogits());
        return shares(source, target);
    }

    /**
     * Returns the shares of the target.
     *
     * @param source mean prediction on the source, {@code [K]}
     * @param target predictions on the target, {@code [n][K]}
     */
    static double[] shares(double[] source, double[][] target) {
        double[] shares = source.clone();
        for (int i = 0; i < ITERATIONS; i++) {
            double[] next = new double[shares.length];
            for (double[] row : target) {
                double sum = 0;
                for (int k = 0; k < row.length; k++) {
                    sum += weight(row[k], shares[k], source[k]);
                }
                for (int k = 0; k < row.length; k++) {
                    next[k] += sum > 0
                            ? weight(row[k], shares[k], source[k]) / sum / target.length
                            : row[k] / target.length;
                }
            }
            double change = 0;
            for (int k = 0; k < next.length; k++) {
                change += Math.abs(next[k] - shares[k]);
            }
            shares = next;
            if (change < SUFFICIENT) {
                break;
            }
        }
        return shares;
    }

    private static double weight(double probability, double share, double source) {
        return source > 0 ? probability * share / source : 0;
    }

    private static double[] mean(double[][] rows) {
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += row[k] / rows.length;
            }
        }
        return mean;
    }
}
