package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.NeighborSearch;
import io.github.dann4j.embed.point.Neighbors;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.embed.point.Workers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffinityMatrixTest {
    private static final Points POINTS = Clouds.of(300, 5, 3, 4, 1).points();

    private final Workers workers = new Workers();

    @AfterEach
    void close() {
        workers.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 5, 30, 80})
    void everyRow_hasThePerplexity(double perplexity) {
        AffinityMatrix rows = conditional(Affinities.perplexity(perplexity));

        for (int i = 0; i < rows.count(); i++) {
            assertThat(Math.exp(entropy(rows, i))).isCloseTo(perplexity, within(1e-4 * perplexity));
        }
    }

    @Test
    void joint_isSymmetricAndSumsToOne() {
        AffinityMatrix joint = conditional(Affinities.perplexity(10)).joint(workers);
        double sum = 0;
        for (int i = 0; i < joint.count(); i++) {
            for (int e = joint.rowStarts()[i]; e < joint.rowStarts()[i + 1]; e++) {
                int j = joint.columns()[e];
                int back = Arrays.binarySearch(joint.columns(), joint.rowStarts()[j], joint.rowStarts()[j + 1], i);
                assertThat(back).isNotNegative();
                assertThat(joint.values()[back]).isEqualTo(joint.values()[e]);
                assertThat(j).isNotEqualTo(i);
                sum += joint.values()[e];
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
    }

    @Test
    void multiscale_isTheMeanOfItsScales() {
        AffinityMatrix both = conditional(Affinities.multiscale(List.of(5.0, 40.0)));
        AffinityMatrix small = conditional(Affinities.perplexity(5));
        AffinityMatrix large = conditional(Affinities.perplexity(40));

        for (int j = 0; j < 15; j++) { // the neighbours that both perplexities use
            assertThat(both.values()[j]).isCloseTo((small.values()[j] + large.values()[j]) / 2, within(1e-6f));
        }
        assertThat(both.values()[100]).isCloseTo(large.values()[100] / 2, within(1e-7f));
    }

    @Test
    void fixedSigma_isTheGaussian() {
        Points line = Points.of(new double[][] {{0}, {1}, {3}, {10}});
        AffinityMatrix rows = conditional(line, Affinities.fixedSigma(1, 3));
        double near = Math.exp(-0.5);
        double far = Math.exp(-4.5);

        assertThat(rows.values()[0]).isCloseTo((float) (near / (near + far)), within(1e-6f));
        assertThat(rows.values()[9]).isCloseTo(1, within(1e-6f)); // so far away that exp alone would give 0 / 0
    }

    /** exp(−d² / 2σ²) at d = 1 and 3. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2, 3})
    void fixedSigma_isTheWidthOfTheGaussian(double sigma) {
        AffinityMatrix rows =
                conditional(Points.of(new double[][] {{0}, {1}, {3}, {10}}), Affinities.fixedSigma(sigma, 2));
        double near = Math.exp(-1 / (2 * Math.pow(sigma, 2)));
        double far = Math.exp(-9 / (2 * Math.pow(sigma, 2)));

        assertThat(rows.values()[0]).isCloseTo((float) (near / (near + far)), within(1e-6f));
        assertThat(rows.values()[1]).isCloseTo((float) (far / (near + far)), within(1e-6f));
    }

    @Test
    void uniform_isTheSameForAll() {
        assertThat(conditional(Affinities.uniform(4)).values()).containsOnly(0.25f);
        assertThat(conditional(Affinities.uniform(1)).values()).containsOnly(1).hasSize(POINTS.count());
    }

    @Test
    void duplicates_shareAlike() {
        Points same = Points.of(new double[100][3]);

        assertThat(conditional(same, Affinities.perplexity(5)).values()).containsOnly(1 / 15f);
    }

    /**
     * Twenty points at one position and a perplexity of 5: no width reaches it, and the points used share the whole
     * weight.
     */
    @Test
    void moreDuplicatesThanThePerplexity_shareAll() {
        double[][] rows = new double[100][2];
        for (int i = 20; i < 100; i++) {
            rows[i] = new double[] {i, i * i};
        }
        AffinityMatrix affinities = conditional(Points.of(rows), Affinities.perplexity(5));

        for (int j = 0; j < 15; j++) {
            assertThat(affinities.values()[j]).isCloseTo(1 / 15f, within(1e-6f));
        }
    }

    /** The same, but the points used include distant ones, which get no weight. */
    @Test
    void duplicatesAndStrangers_leaveNothingToTheStrangers() {
        double[] row = new double[40];
        double[] squares = new double[40];
        Arrays.fill(squares, 20, 40, 9);
        GaussianKernel.addOfPerplexity(row, squares, 40, 5, 1);

        assertThat(Arrays.stream(row, 0, 20)).allMatch(p -> Math.abs(p - 1 / 20.0) < 1e-9);
        assertThat(Arrays.stream(row, 20, 40)).allMatch(p -> p < 1e-9);
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatThrownBy(() -> Affinities.perplexity(0.5))
                .hasMessageContaining("perplexity")
                .hasMessageContaining("0.5");
        assertThatThrownBy(() -> Affinities.perplexity(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Affinities.multiscale(List.of())).hasMessageContaining("must not be empty");
        assertThatThrownBy(() -> Affinities.fixedSigma(0, 3)).hasMessageContaining("sigma");
        assertThatThrownBy(() -> Affinities.uniform(0)).hasMessageContaining("neighbors");
    }

    private AffinityMatrix conditional(Affinities affinities) {
        return conditional(POINTS, affinities);
    }

    private AffinityMatrix conditional(Points points, Affinities affinities) {
        Neighbors neighbors =
                NeighborSearch.EXACT.ofEach(points, affinities.neighbors(points.count() - 1), Metric.EUCLIDEAN);
        return AffinityMatrix.conditional(neighbors, affinities, workers);
    }

    private static double entropy(AffinityMatrix rows, int i) {
        double entropy = 0;
        for (int e = rows.rowStarts()[i]; e < rows.rowStarts()[i + 1]; e++) {
            double p = rows.values()[e];
            entropy -= p > 0 ? p * Math.log(p) : 0;
        }
        return entropy;
    }
}
