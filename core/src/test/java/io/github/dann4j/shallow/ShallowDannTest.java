package io.github.dann4j.shallow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.shallow.ShallowDann.Trained;
import io.github.dann4j.shallow.ShallowNetwork.HiddenWeights;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ShallowDannTest {
    private static final ShallowSettings SETTINGS = new ShallowSettings(6, Adversary.FELT, 0.7, 0.05, 20, 30, 3);

    /** Rows of two domains, 40 each: three classes by the first columns, the domains apart by the last one. */
    private static double[][] rows() {
        Random random = new Random(5);
        double[][] rows = new double[80][7];
        for (int i = 0; i < rows.length; i++) {
            for (int column = 0; column < 7; column++) {
                rows[i][column] = random.nextInt(3) == 0 ? 0 : random.nextGaussian();
            }
            rows[i][i % 3] += 2;
            rows[i][6] += i < 40 ? 1 : -1;
        }
        return rows;
    }

    private static int[] labels() {
        int[] labels = new int[40];
        for (int i = 0; i < 40; i++) {
            labels[i] = i % 3;
        }
        return labels;
    }

    private static ShallowTask task(InputRows rows, int held) {
        return ShallowTask.of(rows, 3, labels(), held);
    }

    private static DenseInput dense(double[][] rows) {
        double[] flat = new double[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        try (PointerScope scope = new PointerScope()) {
            return new DenseInput(Tensors.ofDoubles(flat, rows.length, rows[0].length));
        }
    }

    /**
     * The gradients of one step by automatic differentiation: W, b, V, c descend the label loss minus λ times the domain
     * loss, u and d descend λ times the domain loss.
     */
    @ParameterizedTest
    @CsvSource({"FELT, true", "FELT, false", "WATCHING, false", "NONE, false", "NONE, true"})
    void step_isTheGradientsOfAutomaticDifferentiation(Adversary adversary, boolean dense) {
        double[][] all = rows();
        try (PointerScope scope = new PointerScope();
                DenseInput input = dense(all)) {
            ShallowSettings settings = SETTINGS.withAdversary(adversary);
            ShallowDann training = new ShallowDann(task(dense ? input : SparseInput.of(all), 0), settings, null);
            for (int i = 0; i < 30; i++) {
                training.step(i, 79 - i); // away from the first weights, where u is 0
            }
            ShallowNetwork before = training.network();
            training.step(4, 60);
            ShallowNetwork after = training.network();

            HiddenWeights r = before.rest();
            Tensor w = leaf(before.inputWeights(), 7, 6);
            Tensor b = leaf(r.b(), 6);
            Tensor v = leaf(flat(r.v()), 3, 6);
            Tensor c = leaf(r.c(), 3);
            Tensor u = leaf(r.u(), 6);
            Tensor d = leaf(r.d(), 1);
            Tensor h = hidden(all[4], w, b);
            Tensor labelLoss = v.mv(h).add(c).log_softmax(0).get(labels()[4]).neg();
            labelLoss.sum().backward();
            List<double[]> label = gradients(w, b, v, c, u, d);
            Tensor again = hidden(all[4], w, b);
            Tensor source = u.dot(again).add(d).sigmoid().log().neg();
            Tensor target = u.dot(hidden(all[60], w, b))
                    .add(d)
                    .sigmoid()
                    .neg()
                    .add(new Scalar(1.0))
                    .log()
                    .neg();
            Tensor domainLoss =
                    source.add(target).mul(new Scalar(settings.lambda())).sum();
            if (adversary != Adversary.NONE) {
                domainLoss.backward();
            }
            List<double[]> both = gradients(w, b, v, c, u, d);

            List<double[]> old = List.of(before.inputWeights(), r.b(), flat(r.v()), r.c(), r.u(), r.d());
            HiddenWeights n = after.rest();
            List<double[]> now = List.of(after.inputWeights(), n.b(), flat(n.v()), n.c(), n.u(), n.d());
            for (int i = 0; i < 6; i++) {
                double[] expected = old.get(i).clone();
                for (int k = 0; k < expected.length; k++) {
                    double ofLabel = label.get(i)[k];
                    double ofDomain = both.get(i)[k] - ofLabel; // libtorch adds gradients up
                    double sign = i >= 4 ? 1 : adversary == Adversary.FELT ? -1 : 0;
                    expected[k] -= settings.learningRate() * (ofLabel + sign * ofDomain);
                }
                assertThat(now.get(i)).containsExactly(expected, within(1e-12));
            }
        }
    }

    private static Tensor leaf(double[] values, long... shape) {
        return Tensors.ofDoubles(values, shape).set_requires_grad(true);
    }

    private static Tensor hidden(double[] row, Tensor w, Tensor b) {
        return w.t().mv(Tensors.ofDoubles(row, row.length)).add(b).sigmoid();
    }

    private static List<double[]> gradients(Tensor... leaves) {
        return java.util.Arrays.stream(leaves)
                .map(leaf -> leaf.grad().defined() ? Tensors.doubles(leaf.grad()) : new double[(int) leaf.numel()])
                .toList();
    }

    private static double[] flat(double[][] rows) {
        return java.util.Arrays.stream(rows)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    @ParameterizedTest
    @EnumSource(Adversary.class)
    void productsOfRows_giveTheWeightsOfTheRows(Adversary adversary) {
        double[][] all = rows();
        try (DenseInput input = dense(all)) {
            ShallowSettings settings = SETTINGS.withAdversary(adversary);
            Trained sparse = ShallowDann.train(task(SparseInput.of(all), 8), settings);
            Trained dense = ShallowDann.train(task(input, 8), settings);

            assertThat(dense.bestPass()).isEqualTo(sparse.bestPass());
            assertThat(dense.network().inputWeights())
                    .containsExactly(sparse.network().inputWeights(), within(1e-9));
            assertThat(dense.network().sourceProbabilities(input))
                    .containsExactly(sparse.network().sourceProbabilities(SparseInput.of(all)), within(1e-9));
        }
    }

    @Test
    void sameSeed_sameBits_andAnotherSeedAnotherNetwork() {
        ShallowTask task = task(SparseInput.of(rows()), 8);
        double[] first = ShallowDann.train(task, SETTINGS).network().inputWeights();

        assertThat(ShallowDann.train(task, SETTINGS).network().inputWeights()).containsExactly(first);
        assertThat(ShallowDann.train(task, SETTINGS.withSeed(4)).network().inputWeights())
                .isNotEqualTo(first);
    }

    @Test
    void training_learnsTheClasses() {
        SparseInput rows = SparseInput.of(rows());
        ShallowNetwork network =
                ShallowDann.train(task(rows, 0), SETTINGS.withPasses(200)).network();

        assertThat(java.util.Arrays.copyOf(network.predict(rows), 40)).containsExactly(labels());
    }

    @Test
    void training_endsEarlyOnHeldOutRows() {
        int[] noLabels = new Random(1).ints(40, 0, 3).toArray();
        ShallowTask task = ShallowTask.of(SparseInput.of(rows()), 3, noLabels, 10);
        Trained trained = ShallowDann.train(task, SETTINGS.withPasses(500));

        assertThat(trained.passes()).isLessThan(500);
        assertThat(trained.bestPass()).isLessThan(trained.passes() - 1);
    }

    @Test
    void targetWithLabels_isRefused() {
        SparseInput rows = SparseInput.of(rows());
        assertThatThrownBy(() -> new ShallowTask(rows, 3, new int[80], new int[] {0}, new int[] {50}, new int[0]))
                .isInstanceOf(ShallowException.class)
                .hasMessage("row 50 of the target has label 0; a training must not get the target's labels, give -1");
    }

    @Test
    void divergedTraining_isOneClearLine() {
        double[][] rows = rows();
        for (double[] row : rows) {
            java.util.Arrays.setAll(row, column -> row[column] * 1e307);
        }
        assertThatThrownBy(() -> ShallowDann.train(task(SparseInput.of(rows), 0), SETTINGS.withLearningRate(10)))
                .isInstanceOf(ShallowException.class)
                .hasMessageContaining("diverged")
                .hasMessageContaining("smaller learning rate");
    }

    @Test
    void settings_areChecked() {
        assertThatThrownBy(() -> SETTINGS.withHidden(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("hidden must be 1 to 10,000, got 0");
        assertThatThrownBy(() -> SETTINGS.withLambda(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
