package io.github.dann4j.validate;

import io.github.dann4j.validate.numeric.Softmax;
import java.util.Arrays;

/**
 * The size of the normalised logits on the target, {@code ((1/(nK)) Σ q⁴)^(1/4)}, from 1/K to K^(−1/4) (Xie et al. 2024).
 * The rows q are the softmax of the logits if predictions are certain, by the mean of {@code −(1/K) Σ_c ln p_c} above 5.
 * Otherwise they are {@code 1 + z + z²/2}, the beginning of the exponential's series, divided by their sum, where z is the
 * logit minus the smallest of its row. It grows with the distance of the logits from each other, right or wrong.
 */
record MatrixNorm() implements Validator {
    private static final double THRESHOLD = 5;

    private static double[][] series(double[][] logits) {
        double[][] rows = new double[logits.length][];
        for (int i = 0; i < rows.length; i++) {
            double least = Arrays.stream(logits[i]).min().orElse(0);
            rows[i] = Arrays.stream(logits[i])
                    .map(logit -> 1 + (logit - least) + (logit - least) * (logit - least) / 2)
                    .toArray();
            double sum = Arrays.stream(rows[i]).sum();
            for (int c = 0; c < rows[i].length; c++) {
                rows[i][c] /= sum;
            }
        }
        return rows;
    }

    @Override
    public String name() {
        return "mano";
    }

    @Override
    public String title() {
        return "MaNo";
    }

    @Override
    public String citation() {
        return "Xie et al. 2024";
    }

    @Override
    public boolean largerIsBetter() {
        return true;
    }

    @Override
    public double value(Outputs outputs) {
        double[][] logits = outputs.targetLogits();
        double uncertain = 0;
        for (double[] row : Softmax.logs(logits)) {
            uncertain -= Softmax.mean(row) / logits.length;
        }
        double[][] normalised = uncertain > THRESHOLD ? Softmax.of(logits) : series(logits);
        double sum = 0;
        for (double[] row : normalised) {
            for (double value : row) {
                sum += value * value * value * value;
            }
        }
        return Math.sqrt(Math.sqrt(sum / ((double) logits.length * outputs.classes())));
    }
}
