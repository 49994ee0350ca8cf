package io.github.dann4j.shallow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MsdaTest {
    private static final int ROWS = 30;
    private static final int COLUMNS = 6;

    private static double[][] rows() {
        Random random = new Random(2);
        double[][] rows = new double[ROWS][COLUMNS];
        for (double[] row : rows) {
            for (int column = 0; column < COLUMNS - 1; column++) {
                row[column] = random.nextInt(4);
            }
            row[1] = row[0] + random.nextInt(2);
        }
        return rows; // the last column is 0 throughout
    }

    private static Tensor tensor(double[][] rows) {
        return Tensors.ofDoubles(
                java.util.Arrays.stream(rows)
                        .flatMapToDouble(java.util.Arrays::stream)
                        .toArray(),
                rows.length,
                rows[0].length);
    }

    /** The formulas entry by entry, solved by Gauss elimination: W (Q + ridge) = P. */
    private static double[][] layer(double[][] rows, double corruption) {
        int d = rows[0].length;
        double[][] s = new double[d + 1][d + 1];
        for (double[] row : rows) {
            for (int i = 0; i <= d; i++) {
                for (int j = 0; j <= d; j++) {
                    s[i][j] += value(row, i) * value(row, j);
                }
            }
        }
        double[][] hidden = new double[rows.length][d];
        for (int out = 0; out < d; out++) {
            double[][] system = new double[d + 1][d + 2];
            for (int i = 0; i <= d; i++) {
                double qi = i == d ? 1 : 1 - corruption;
                for (int j = 0; j <= d; j++) {
                    double qj = j == d ? 1 : 1 - corruption;
                    system[i][j] = i == j ? s[i][i] * qi + (i == d ? 0 : 1e-5) : s[i][j] * qi * qj;
                }
                system[i][d + 1] = s[out][i] * qi;
            }
            double[] w = solved(system);
            for (int row = 0; row < rows.length; row++) {
                double sum = 0;
                for (int i = 0; i <= d; i++) {
                    sum += w[i] * value(rows[row], i);
                }
                hidden[row][out] = Math.tanh(sum);
            }
        }
        return hidden;
    }

    private static double value(double[] row, int i) {
        return i == row.length ? 1 : row[i];
    }

    private static double[] solved(double[][] system) {
        int n = system.length;
        for (int i = 0; i < n; i++) {
            int pivot = i;
            for (int k = i; k < n; k++) {
                pivot = Math.abs(system[k][i]) > Math.abs(system[pivot][i]) ? k : pivot;
            }
            double[] kept = system[i];
            system[i] = system[pivot];
            system[pivot] = kept;
            for (int k = 0; k < n; k++) {
                double factor = k == i ? 0 : system[k][i] / system[i][i];
                for (int j = i; j <= n; j++) {
                    system[k][j] -= factor * system[i][j];
                }
            }
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = system[i][n] / system[i][i];
        }
        return x;
    }

    /** With 30 rows the system has as many equations as columns, with 4 as many as rows. */
    @ParameterizedTest
    @ValueSource(ints = {ROWS, 4})
    void features_areThoseOfADirectComputation(int count) {
        double[][] rows = java.util.Arrays.copyOf(rows(), count);
        double[][] first = layer(rows, 0.3);
        double[][] second = layer(first, 0.3);
        try (PointerScope scope = new PointerScope()) {
            Msda.Learned learned = Msda.learn(tensor(rows), new Msda.Settings(2, 0.3));
            try (Msda msda = learned.msda()) {
                float[][] features = Tensors.rows(msda.transform(tensor(rows)));

                assertThat(msda.features()).isEqualTo(18);
                for (int i = 0; i < count; i++) {
                    for (int column = 0; column < COLUMNS; column++) {
                        assertThat((double) features[i][column]).isEqualTo(rows[i][column]);
                        assertThat((double) features[i][COLUMNS + column]).isEqualTo(first[i][column], within(1e-6));
                        assertThat((double) features[i][2 * COLUMNS + column])
                                .isEqualTo(second[i][column], within(1e-6));
                    }
                }
                assertThat(Tensors.floats(learned.features()))
                        .containsExactly(Tensors.floats(msda.transform(tensor(rows))), within(1e-6f));
            }
        }
    }

    @Test
    void float32_isCloseToFloat64() {
        try (PointerScope scope = new PointerScope()) {
            Tensor exact = tensor(rows()).slice(0, new LongOptional(0), new LongOptional(5), 1);
            Msda.Learned one = Msda.learn(exact, Msda.Settings.paper());
            Msda.Learned other = Msda.learn(exact.to(ScalarType.Float), Msda.Settings.paper());
            try (Msda first = one.msda();
                    Msda second = other.msda()) {
                assertThat(Tensors.floats(other.features()))
                        .containsExactly(Tensors.floats(one.features()), within(1e-4f));
            }
        }
    }

    @Test
    void otherRows_passThroughTheSameWeights() {
        try (PointerScope scope = new PointerScope()) {
            Msda.Learned learned = Msda.learn(tensor(rows()), Msda.Settings.paper());
            try (Msda msda = learned.msda()) {
                float[][] all = Tensors.rows(learned.features());
                float[][] one = Tensors.rows(msda.transform(tensor(new double[][] {rows()[7]})));

                assertThat(one[0]).containsExactly(all[7], within(1e-6f));
                assertThatThrownBy(() -> msda.transform(Tensors.ofFloats(new float[4], 2, 2)))
                        .isInstanceOf(ShallowException.class)
                        .hasMessage("mSDA was learned on rows of 6 columns, got 2");
            }
        }
    }
}
