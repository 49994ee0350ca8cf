package io.github.dann4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.toy.FiniteDifferences;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class MeanDiscrepancyTest {
    private static final double[][] A = {{0, 1}, {2, -1}, {0.5, 0.5}};
    private static final double[][] B = {{1, 1}, {-1, 2}, {3, 0}, {0, 0}};

    @Test
    void squared_isTheUnbiasedEstimate_overAllPairs() {
        double mean = 0;
        double[][] all = {A[0], A[1], A[2], B[0], B[1], B[2], B[3]};
        for (double[] x : all) {
            for (double[] y : all) {
                mean += squaredDistance(x, y) / all.length / all.length;
            }
        }
        double expected = 0;
        for (double factor : new double[] {0.125, 0.25, 0.5, 1, 2}) {
            double width = 2 * factor * mean;
            expected += ownMean(A, width) + ownMean(B, width) - 2 * across(width);
        }

        assertThat(discrepancy(A, B, 5)).isCloseTo(expected, within(1e-9));
    }

    /** The estimate is unbiased: its mean over many pairs of batches of one distribution is 0, and some are negative. */
    @Test
    void batchesOfOneDistribution_haveNoDiscrepancyOnAverage() {
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        double least = 0;
        for (int i = 0; i < 400; i++) {
            double found = discrepancy(normal(random, 0), normal(random, 0), 5);
            sum += found;
            least = Math.min(least, found);
        }
        assertThat(sum / 400).isBetween(-0.02, 0.02);
        assertThat(least).isNegative();
        assertThat(discrepancy(normal(random, 2), normal(random, -2), 5)).isGreaterThan(1);
    }

    private static double[][] normal(SplittableRandom random, double mean) {
        double[][] rows = new double[16][2];
        for (double[] row : rows) {
            row[0] = mean + random.nextGaussian();
            row[1] = random.nextGaussian();
        }
        return rows;
    }

    @Test
    void gradient_isThatOfTheDiscrepancy_underAFixedKernel() {
        FiniteDifferences.check(
                flat(A), new long[] {3, 2}, a -> MeanDiscrepancy.squared(MeanDiscrepancy.gaussian(a, tensor(B), 2), 3));
    }

    /** The width grows with the features, so their scale changes nothing; its gradient would make them shrink. */
    @Test
    void theWidth_isAConstantForTheGradient() {
        double[] gradient = FiniteDifferences.gradient(
                flat(A),
                new long[] {3, 2},
                a -> MeanDiscrepancy.squared(MeanDiscrepancy.gaussians(a, a.add(tensor(A)), 5), 3));
        assertThat(gradient).doesNotContain(Double.NaN);
        assertThat(discrepancy(A, B, 5)).isCloseTo(discrepancy(scaled(A), scaled(B), 5), within(1e-9));
        double mean = 2.0;
        double[] once = FiniteDifferences.gradient(
                new double[] {mean, 0, -mean, 0},
                new long[] {2, 2},
                a -> MeanDiscrepancy.gaussians(a, tensor(new double[][] {{0, 0}}), 1)
                        .sum());
        assertThat(once[0]).as("the kernel falls with the distance").isNegative();
    }

    private static double[][] scaled(double[][] rows) {
        double[][] scaled = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            scaled[i] = new double[] {7 * rows[i][0], 7 * rows[i][1]};
        }
        return scaled;
    }

    private static double discrepancy(double[][] a, double[][] b, int kernels) {
        try (PointerScope scope = new PointerScope()) {
            return MeanDiscrepancy.squared(MeanDiscrepancy.gaussians(tensor(a), tensor(b), kernels), a.length)
                    .item_double();
        }
    }

    private static double ownMean(double[][] rows, double width) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                sum += i == j ? 0 : Math.exp(-squaredDistance(rows[i], rows[j]) / width);
            }
        }
        return sum / rows.length / (rows.length - 1);
    }

    private static double across(double width) {
        double sum = 0;
        for (double[] a : A) {
            for (double[] b : B) {
                sum += Math.exp(-squaredDistance(a, b) / width) / A.length / B.length;
            }
        }
        return sum;
    }

    private static double squaredDistance(double[] a, double[] b) {
        return (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]);
    }

    private static double[] flat(double[][] rows) {
        double[] flat = new double[2 * rows.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows[i / 2][i % 2];
        }
        return flat;
    }

    private static Tensor tensor(double[][] rows) {
        return Tensors.ofDoubles(flat(rows), rows.length, 2);
    }
}
