package io.github.dann4j.data.prepare;

import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.engine.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Computes the mean and standard deviation of each feature column. Both domains count equally, whatever their sizes.
 */
final class ColumnMoments {
    private static final int BLOCK = 1024;

    private ColumnMoments() {}

    /**
     * Fits the normalisation. A column that is constant over both training sets becomes 0, since it carries no
     * information.
     */
    static Normalisation fit(Scaling scaling, FeatureSet source, FeatureSet target) {
        scaling.requireFor(source);
        double[] mean = new double[source.columns()];
        double[] variance = new double[mean.length];
        if (scaling != Scaling.AS_IS) {
            add(source, mean, null);
            add(target, mean, null);
        }
        if (scaling == Scaling.MEAN_SD) {
            add(source, variance, mean);
            add(target, variance, mean);
        }
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (int column = 0; column < mean.length; column++) {
            means.add(mean[column]);
            // For a constant column rounding may leave a variance far below the resolution of float32.
            double deviation = Math.sqrt(variance[column]);
            deviations.add(deviation > 1e-7 * Math.abs(mean[column]) ? deviation : 1.0);
        }
        return new Normalisation(means, deviations);
    }

    /**
     * Adds half the mean of x, or of (x − centre)². Two passes, because for values far from 0 the difference of squares
     * loses all its digits.
     */
    private static void add(FeatureSet set, double[] sums, double @org.jspecify.annotations.Nullable [] centre) {
        for (int from = 0; from < set.size(); from += BLOCK) {
            try (PointerScope scope = new PointerScope()) {
                Tensor block = set.features()
                        .slice(0, new LongOptional(from), new LongOptional(Math.min(set.size(), from + BLOCK)), 1)
                        .to(ScalarType.Double);
                Tensor terms = centre == null
                        ? block
                        : block.sub(Tensors.ofDoubles(centre, centre.length)).square();
                double[] ofBlock = Tensors.doubles(terms.sum(0));
                for (int column = 0; column < sums.length; column++) {
                    sums[column] += ofBlock[column] / (2.0 * set.size());
                }
            }
        }
    }
}
