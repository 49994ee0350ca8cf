package io.github.dann4j.adapt.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.toy.FiniteDifferences;
import io.github.dann4j.train.LambdaSchedule;
import org.junit.jupiter.api.Test;

class MccTest {
    private static final double[] LOGITS = {2, 0, -1, 0, 1, 0.5, -1, 3, 3, 0, 0, 4};
    private static final long[] SHAPE = {4, 3};

    @Test
    void confusion_isThatOfThePaper() {
        assertThat(FiniteDifferences.value(LOGITS, SHAPE, z -> Mcc.confusion(z, 2.5)))
                .isCloseTo(confusion(2.5), within(1e-9));
        assertThat(FiniteDifferences.value(LOGITS, SHAPE, z -> Mcc.confusion(z, 1)))
                .isCloseTo(confusion(1), within(1e-9));
    }

    /** Eqs. 3 to 7, as loops. */
    private static double confusion(double temperature) {
        int n = 4;
        int k = 3;
        double[][] y = new double[n][k];
        double[] w = new double[n];
        double all = 0;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int c = 0; c < k; c++) {
                y[i][c] = Math.exp(LOGITS[i * k + c] / temperature);
                sum += y[i][c];
            }
            double entropy = 0;
            for (int c = 0; c < k; c++) {
                y[i][c] /= sum;
                entropy -= y[i][c] * Math.log(y[i][c]);
            }
            w[i] = 1 + Math.exp(-entropy);
            all += w[i];
        }
        double confusion = 0;
        for (int a = 0; a < k; a++) {
            double off = 0;
            double row = 0;
            for (int b = 0; b < k; b++) {
                for (int i = 0; i < n; i++) {
                    double c = n * w[i] / all * y[i][a] * y[i][b];
                    row += c;
                    off += a == b ? 0 : c;
                }
            }
            confusion += off / row / k;
        }
        return confusion;
    }

    @Test
    void certainPredictions_areNotConfused_uniformOnesFully() {
        double[] certain = {90, 0, 0, 0, 90, 0, 0, 0, 90, 90, 0, 0};
        assertThat(FiniteDifferences.value(certain, SHAPE, z -> Mcc.confusion(z, 1)))
                .isCloseTo(0, within(1e-12));
        assertThat(FiniteDifferences.value(new double[12], SHAPE, z -> Mcc.confusion(z, 1)))
                .isCloseTo(2.0 / 3, within(1e-12));
    }

    /** Descent makes a prediction more confident in the class that it favours. */
    @Test
    void descent_raisesTheLikeliestClass() {
        double[] gradient = FiniteDifferences.gradient(LOGITS, SHAPE, z -> Mcc.confusion(z, 2.5));
        assertThat(gradient[0]).isNegative();
        assertThat(gradient[11]).isNegative();
        assertThat(gradient[2]).isPositive();
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mcc.Settings(new LambdaSchedule(10, 1), 0, 0.2))
                .withMessage("temperature must be positive and finite, got 0.0");
    }
}
