package io.github.dann4j.shallow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.shallow.ShallowDann.Trained;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The expected points are those of scikit-learn's recipe on NumPy's RandomState. */
class MoonsTest {
    @Test
    void moons_areScikitLearns() {
        Moons moons = Moons.draw(150, 1);

        assertThat(moons.rows()[0])
                .containsExactly(new double[] {0.8259331528536062, 0.5606312314862208}, within(1e-14));
        assertThat(moons.rows()[1])
                .containsExactly(new double[] {0.45013716663473774, -0.3057620371672178}, within(1e-14));
        assertThat(Arrays.copyOf(moons.labels(), 6)).containsExactly(0, 1, 1, 0, 1, 0);
        assertThat(Arrays.stream(moons.rows()).mapToDouble(row -> row[0]).sum())
                .isEqualTo(75.65464253812432, within(1e-11));
    }

    @Test
    void pair_isTheAuthors() {
        Moons.Pair pair = Moons.pair(150, 1, 2);

        assertThat(pair.target().rows()[0])
                .containsExactly(new double[] {0.8613756166742831, 0.44528527639646875}, within(1e-13));
        assertThat(pair.target().rows()[1])
                .containsExactly(new double[] {1.2283780352277212, 0.4640338468284548}, within(1e-13));
        assertThat(Arrays.copyOf(pair.target().labels(), 6)).containsExactly(0, 0, 1, 0, 0, 1);
    }

    @Test
    void dann_classifiesTheAuthorsTarget_betterThanNn() {
        Moons.Pair pair = Moons.pair(150, 1, 2);
        SparseInput target = SparseInput.of(pair.target().rows());
        ShallowTask task = ShallowTask.of(
                SparseInput.of(pair.source().rows()).with(target),
                2,
                pair.source().labels(),
                0);
        Trained dann = ShallowDann.train(task, ShallowSettings.moons());
        Trained nn = ShallowDann.train(task, ShallowSettings.moons().withAdversary(Adversary.WATCHING));

        double dannError =
                LinearSvm.share(dann.network().predict(target), pair.target().labels());
        double nnError =
                LinearSvm.share(nn.network().predict(target), pair.target().labels());
        // As a transcription of the authors' program to NumPy computes them: 4 and 26 of 150.
        assertThat(dannError).isEqualTo(4 / 150.0);
        assertThat(nnError).isEqualTo(26 / 150.0);
    }

    @Test
    void reverseValidation_isSmallForAPairThatAdapts() {
        Moons.Pair pair = Moons.pair(100, 1, 2);
        SparseInput rows = SparseInput.of(pair.source().rows())
                .with(SparseInput.of(pair.target().rows()));
        int[] labels = Arrays.copyOf(pair.source().labels(), 200);
        Arrays.fill(labels, 100, 200, -1);
        int[] source = IntStream.range(0, 100).toArray();
        int[] target = IntStream.range(100, 200).toArray();
        ReverseValidation result = ReverseValidation.of(
                rows, 2, labels, source, target, ShallowSettings.moons().withPasses(200));

        assertThat(ReverseValidation.errorOfSvm(rows, labels, source, target, 1))
                .isLessThan(0.4);
        assertThat(result.reverseError()).isLessThan(0.3);
        assertThat(result.trained().heldError()).isLessThan(0.2);
    }
}
