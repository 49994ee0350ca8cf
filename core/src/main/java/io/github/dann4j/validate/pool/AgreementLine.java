package io.github.dann4j.validate.pool;

import io.github.dann4j.validate.Outputs;
import io.github.dann4j.validate.numeric.Normal;
import io.github.dann4j.validate.numeric.Softmax;
import java.util.List;
import java.util.Locale;

/**
 * An estimate of the accuracy on the target, from 0 to 1 (Baek et al. 2022, ALine-S). For every two models, the share
 * of examples that they predict alike is measured in both domains. A line is fitted to these points by least squares,
 * with each share as its normal quantile. It maps the source accuracy of a model to the target. Shares of n examples
 * are limited to the range from 1 / (2n) to 1 − 1 / (2n). If every two models agree equally often on the source, the
 * line has slope 1.
 *
 * <p>The paper needs many models that were trained on the source alone; adapted models need not lie on a line. All
 * models agree on source examples of the training, so the line means nothing on these.
 */
record AgreementLine() implements PoolValidator {
    /** A variance of the quantiles below this is rounding. */
    private static final double ROUNDING = 1e-18;

    static void requireSeveral(List<Outputs> models) {
        if (models.size() < Choice.FEWEST) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "at least %d models are needed, got %d", Choice.FEWEST, models.size()));
        }
    }

    private static double quantile(double share, int count) {
        double least = 0.5 / count;
        return Normal.quantile(Math.max(least, Math.min(1 - least, share)));
    }

    @Override
    public String name() {
        return "agreement-line";
    }

    @Override
    public String title() {
        return "Agreement on the line";
    }

    @Override
    public String citation() {
        return "Baek et al. 2022";
    }

    @Override
    public double[] values(List<Outputs> models) {
        requireSeveral(models);
        List<int[]> source = models.stream()
                .map(model -> Softmax.classes(model.sourceLogits()))
                .toList();
        List<int[]> target = models.stream().map(Agreement::predictedClasses).toList();
        int sourceCount = source.get(0).length;
        int pairs = models.size() * (models.size() - 1) / 2;
        double[] x = new double[pairs];
        double[] y = new double[pairs];
        int at = 0;
        for (int i = 0; i < models.size(); i++) {
            for (int j = 0; j < i; j++) {
                x[at] = quantile(Agreement.share(source.get(i), source.get(j), "source examples"), sourceCount);
                y[at++] = quantile(
                        Agreement.share(target.get(i), target.get(j), "target examples"), target.get(i).length);
            }
        }
        double meanX = Softmax.mean(x);
        double meanY = Softmax.mean(y);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < pairs; i++) {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }
        double slope = variance < ROUNDING ? 1 : covariance / variance;
        double intercept = meanY - slope * meanX;
        return models.stream()
                .mapToDouble(model -> Softmax.accuracy(model.sourceLogits(), model.sourceLabels()))
                .map(accuracy -> Normal.below(intercept + slope * quantile(accuracy, sourceCount)))
                .toArray();
    }
}
