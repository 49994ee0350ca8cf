package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.embed.point.Points;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares the default descent on Iris with a second t-SNE, written here: all pairs, float64, one loop, no code shared
 * with the code under test.
 *
 * <p>It follows the settings in openTSNE's source: perplexity 30 over the 90 nearest neighbours; 250 iterations with an
 * exaggeration of 12, then 500 without; a learning rate of n / exaggeration, for a gradient without its factor 4;
 * momentum 0.8; gains that grow by 0.2 and shrink to 0.8 times themselves plus 0.01; movements of at most 5; the mean
 * is subtracted after each iteration. It is not a run of openTSNE: no number here comes from another program.
 */
class TsneReferenceTest {
    private static final int PERPLEXITY = 30;
    private static final int EARLY = 250;
    private static final int LATE = 500;

    private static double[][] flowers = {};

    @BeforeAll
    static void read() throws IOException {
        List<double[]> rows = new ArrayList<>();
        try (InputStream iris = Objects.requireNonNull(TsneReferenceTest.class.getResourceAsStream("/iris.dat"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(iris, StandardCharsets.UTF_8))) {
            reader.lines()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> rows.add(Arrays.stream(line.strip().split(","), 0, 4)
                            .mapToDouble(Double::parseDouble)
                            .toArray()));
        }
        flowers = rows.toArray(double[][]::new);
    }

    @Test
    void earlyExaggeration_goesTheSameWay() {
        for (int iterations : new int[] {1, 2, 5, 10, 20, 40}) {
            assertSamePlaces(ours(iterations), Reference.descended(flowers, start(), iterations, 0));
        }
    }

    /**
     * The second stage, from the end of the reference's first stage: without exaggeration, with its own rate and
     * momentum.
     */
    @Test
    void descentWithoutExaggeration_goesTheSameWay() {
        double[][] begun = Reference.descended(flowers, start(), 60, 0);
        Descent.Stage late = Descent.defaults().stages().get(1);
        for (int iterations : new int[] {1, 2, 5, 10, 20}) {
            double[][] ours = new Tsne(TsneSettings.defaults()
                            .withInitialisation(new Initialisation.Given(begun, false))
                            .withDescent(Descent.defaults()
                                    .withStages(new Descent.Stage(iterations, late.exaggeration(), late.momentum()))))
                    .embed(Points.of(flowers))
                    .coordinates();
            assertSamePlaces(ours, Reference.descended(flowers, begun, 0, iterations));
        }
    }

    /** The second stage after the first one: its movements start from rest, the gains are those of the first. */
    @Test
    void aStage_startsAtRest_withTheGainsOfTheOneBefore() {
        for (int iterations : new int[] {1, 2, 5}) {
            double[][] ours = new Tsne(TsneSettings.defaults()
                            .withInitialisation(new Initialisation.Given(start(), false))
                            .withDescent(Descent.defaults()
                                    .withStages(new Descent.Stage(20, 12, 0.8), new Descent.Stage(iterations, 1, 0.8))))
                    .embed(Points.of(flowers))
                    .coordinates();
            assertSamePlaces(ours, Reference.descended(flowers, start(), 20, iterations));
        }
    }

    /** After all iterations the positions differ, but the final divergences agree within 1 %. */
    @Test
    void divergenceAfterAllIterations_isTheReferences() {
        double[][] reference = Reference.descended(flowers, start(), EARLY, LATE);
        TsneEmbedding ours = new Tsne(
                        TsneSettings.defaults().withInitialisation(new Initialisation.Given(start(), false)))
                .embed(Points.of(flowers));

        assertThat(ours.iterations()).isEqualTo(EARLY + LATE);
        double expected = Reference.divergence(Reference.affinities(flowers), reference);
        assertThat(ours.klDivergence()).isCloseTo(expected, within(0.01 * expected));
        assertThat(Tsne.defaults().embed(Points.of(flowers)).klDivergence())
                .as("from principal components")
                .isCloseTo(expected, within(0.01 * expected));
    }

    /** Returns the positions of the default settings, stopped early. */
    private static double[][] ours(int iterations) {
        Tsne tsne = new Tsne(TsneSettings.defaults()
                .withInitialisation(new Initialisation.Given(start(), false))
                .withCheckpointEvery(iterations));
        return tsne.embed(Points.of(flowers), new TsneListener() {
                    @Override
                    public boolean checkpoint(Checkpoint checkpoint) {
                        return false;
                    }
                })
                .coordinates();
    }

    /** Returns length and width of the petals, scaled to the size of initial positions. */
    private static double[][] start() {
        return Arrays.stream(flowers)
                .map(flower -> new double[] {1e-4 * flower[2], 1e-4 * flower[3]})
                .toArray(double[][]::new);
    }

    /** Asserts that positions agree within a hundredth of the embedding's width. */
    private static void assertSamePlaces(double[][] ours, double[][] reference) {
        double width = 0;
        for (double[] place : reference) {
            width = Math.max(width, 2 * Math.max(Math.abs(place[0]), Math.abs(place[1])));
        }
        for (int i = 0; i < reference.length; i++) {
            for (int c = 0; c < 2; c++) {
                assertThat(ours[i][c]).isCloseTo(reference[i][c], within(0.01 * width));
            }
        }
    }

    /** t-SNE as the papers write it (van der Maaten, Hinton 2008; Belkina et al. 2019), for 150 points. */
    private static final class Reference {
        private static final double EXAGGERATION = 12;
        private static final double MOMENTUM = 0.8;

        private Reference() {}

        /** Returns the positions after {@code early} iterations with exaggeration and {@code late} without. */
        static double[][] descended(double[][] x, double[][] start, int early, int late) {
            double[][] p = affinities(x);
            int n = x.length;
            double[][] y = Arrays.stream(start).map(double[]::clone).toArray(double[][]::new);
            double[][] gains = new double[n][2];
            double[][] steps = new double[n][2];
            for (double[] gain : gains) {
                Arrays.fill(gain, 1);
            }
            for (int iteration = 0; iteration < early + late; iteration++) {
                double exaggeration = iteration < early ? EXAGGERATION : 1;
                if (iteration == early) {
                    steps = new double[n][2];
                }
                double[][] gradient = gradient(p, y, exaggeration);
                for (int i = 0; i < n; i++) {
                    for (int c = 0; c < 2; c++) {
                        boolean turned = Math.signum(steps[i][c]) == Math.signum(gradient[i][c]);
                        gains[i][c] = turned ? 0.8 * gains[i][c] + 0.01 : gains[i][c] + 0.2;
                        steps[i][c] = MOMENTUM * steps[i][c] - n / exaggeration * gains[i][c] * gradient[i][c];
                    }
                    double length = Math.hypot(steps[i][0], steps[i][1]);
                    for (int c = 0; c < 2; c++) {
                        steps[i][c] *= length > 5 ? 5 / length : 1;
                        y[i][c] += steps[i][c];
                    }
                }
                for (int c = 0; c < 2; c++) {
                    double mean = 0;
                    for (double[] place : y) {
                        mean += place[c] / n;
                    }
                    for (double[] place : y) {
                        place[c] -= mean;
                    }
                }
            }
            return y;
        }

        /** Returns Σ_j (e p_ij − q_ij) (y_i − y_j) / (1 + ‖y_i − y_j‖²), a quarter of the gradient. */
        private static double[][] gradient(double[][] p, double[][] y, double exaggeration) {
            int n = y.length;
            double z = z(y);
            double[][] gradient = new double[n][2];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double k = 1 / (1 + square(y[i], y[j]));
                    for (int c = 0; c < 2; c++) {
                        gradient[i][c] += (exaggeration * p[i][j] - k / z) * k * (y[i][c] - y[j][c]);
                    }
                }
            }
            return gradient;
        }

        private static double z(double[][] y) {
            double z = 0;
            for (int i = 0; i < y.length; i++) {
                for (int j = 0; j < y.length; j++) {
                    z += i == j ? 0 : 1 / (1 + square(y[i], y[j]));
                }
            }
            return z;
        }

        /** Returns Σ p_ij log (p_ij / q_ij). */
        static double divergence(double[][] p, double[][] y) {
            double z = z(y);
            double divergence = 0;
            for (int i = 0; i < y.length; i++) {
                for (int j = 0; j < y.length; j++) {
                    divergence += p[i][j] > 0 ? p[i][j] * Math.log(p[i][j] * z * (1 + square(y[i], y[j]))) : 0;
                }
            }
            return divergence;
        }

        /** Returns p_ij = (p(j|i) + p(i|j)) / 2n, where each conditional distribution has entropy log perplexity. */
        static double[][] affinities(double[][] x) {
            int n = x.length;
            double[][] conditional = new double[n][];
            for (int i = 0; i < n; i++) {
                conditional[i] = conditional(x, i);
            }
            double[][] p = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    p[i][j] = (conditional[i][j] + conditional[j][i]) / (2 * n);
                }
            }
            return p;
        }

        private static double[] conditional(double[][] x, int i) {
            double[] squares = new double[x.length];
            for (int j = 0; j < squares.length; j++) {
                squares[j] = j == i ? Double.POSITIVE_INFINITY : square(x[i], x[j]);
            }
            double[] sorted = squares.clone();
            Arrays.sort(sorted);
            double reach = sorted[3 * PERPLEXITY - 1];
            double low = 0;
            double high = 1e6;
            double[] row = {};
            for (int halving = 0; halving < 200; halving++) {
                double beta = (low + high) / 2;
                row = Arrays.stream(squares)
                        .map(square -> square <= reach ? Math.exp(-beta * (square - sorted[0])) : 0)
                        .toArray();
                double sum = Arrays.stream(row).sum();
                double entropy = 0;
                for (int j = 0; j < row.length; j++) {
                    row[j] /= sum;
                    entropy -= row[j] > 0 ? row[j] * Math.log(row[j]) : 0;
                }
                if (entropy > Math.log(PERPLEXITY)) {
                    low = beta;
                } else {
                    high = beta;
                }
            }
            return row;
        }

        private static double square(double[] a, double[] b) {
            double sum = 0;
            for (int c = 0; c < a.length; c++) {
                sum += (a[c] - b[c]) * (a[c] - b[c]);
            }
            return sum;
        }
    }
}
