package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.embed.point.EmbeddingException;
import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.NeighborSearch;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.engine.Threads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TsneTest {
    private static final Clouds CLOUDS = Clouds.of(600, 10, 6, 4, 1);

    private static final Descent SHORT =
            Descent.defaults().withStages(new Descent.Stage(60, 12, 0.8), new Descent.Stage(60, 1, 0.8));

    /** Fisher's irises: 150 flowers, 4 measurements, 3 species, of which two overlap; two flowers are identical. */
    @Test
    void iris_keepsItsKindsTogether() throws IOException {
        List<double[]> rows = new ArrayList<>();
        List<Integer> kinds = new ArrayList<>();
        try (InputStream iris = Objects.requireNonNull(getClass().getResourceAsStream("/iris.dat"));
                BufferedReader reader = new BufferedReader(new InputStreamReader(iris, StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.isBlank()).forEach(line -> {
                String[] cells = line.strip().split(",");
                rows.add(Arrays.stream(cells, 0, 4)
                        .mapToDouble(Double::parseDouble)
                        .toArray());
                kinds.add(Integer.parseInt(cells[4]));
            });
        }
        int[] labels = kinds.stream().mapToInt(kind -> kind).toArray();
        Points points = Points.of(rows.toArray(double[][]::new));
        TsneEmbedding embedding = Tsne.defaults().embed(points);
        double inPoints = accuracy(points, labels);

        assertThat(points.count()).isEqualTo(150);
        assertThat(Clouds.accuracy(embedding.coordinates(), labels, embedding.coordinates(), labels, true))
                .isGreaterThan(0.94)
                .isGreaterThan(inPoints - 0.03);
        assertThat(embedding.klDivergence())
                .isCloseTo(Clouds.divergence(Clouds.affinities(points, 30), embedding.coordinates()), within(1e-5))
                .isLessThan(0.2);
    }

    private static double accuracy(Points points, int[] labels) {
        double[][] rows = new double[points.count()][points.dimensions()];
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < rows[i].length; c++) {
                rows[i][c] = points.get(i, c);
            }
        }
        return Clouds.accuracy(rows, labels, rows, labels, true);
    }

    /** Two clusters of 30 points; the squares of their distances cannot be represented in float32. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1e-15, 1e-20, 1e-25, 1e-29})
    void pointsOfAnySize_keepTheirClusters(double factor) {
        Clouds two = Clouds.of(60, 3, 2, 6, 3);
        float[] values = new float[180];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) (two.points().get(at / 3, at % 3) * factor);
        }
        TsneEmbedding embedding = Tsne.defaults().embed(Points.wrap(values, 60, 3));
        double[][] y = embedding.coordinates();

        assertThat(Clouds.accuracy(y, two.labels(), y, two.labels(), true)).isEqualTo(1);
        assertThat(embedding.klDivergence())
                .isCloseTo(Clouds.divergence(Clouds.affinities(two.points(), 59.0 / 3), y), within(1e-4))
                .isCloseTo(Tsne.defaults().embed(two.points()).klDivergence(), within(0.02));
    }

    static List<Repulsion> repulsions() {
        return List.of(Repulsion.exact(), Repulsion.barnesHut(), Repulsion.interpolated());
    }

    @ParameterizedTest
    @MethodSource("repulsions")
    void clouds_areApart_andTheDivergenceIsTrue(Repulsion repulsion) {
        TsneEmbedding embedding = new Tsne(TsneSettings.defaults().withRepulsion(repulsion)).embed(CLOUDS.points());
        double[][] y = embedding.coordinates();

        assertThat(Clouds.accuracy(y, CLOUDS.labels(), y, CLOUDS.labels(), true))
                .isGreaterThan(0.99);
        assertThat(embedding.klDivergence())
                .isCloseTo(Clouds.divergence(Clouds.affinities(CLOUDS.points(), 30), y), within(5e-3));
        assertThat(embedding.iterations()).isEqualTo(750);
    }

    static List<TsneSettings> otherSettings() {
        TsneSettings usual = TsneSettings.defaults();
        return List.of(
                usual.withInitialisation(Initialisation.spectral()),
                usual.withInitialisation(Initialisation.random()),
                usual.withAffinities(Affinities.uniform(30)),
                usual.withAffinities(Affinities.multiscale(List.of(10.0, 60.0))),
                usual.withAffinities(Affinities.fixedSigma(2, 60)),
                usual.withMetric(Metric.COSINE),
                usual.withDegreesOfFreedom(0.6),
                usual.withNeighborSearch(NeighborSearch.APPROXIMATE),
                usual.withDimensions(1),
                usual.withDescent(Descent.defaults()
                        .withStages(new Descent.Stage(250, 12, 0.5), new Descent.Stage(300, 2, 0.8))));
    }

    @ParameterizedTest
    @MethodSource("otherSettings")
    void otherSettings_keepCloudsApartToo(TsneSettings settings) {
        double[][] y = new Tsne(settings).embed(CLOUDS.points()).coordinates();

        assertThat(y[0]).hasSize(settings.dimensions());
        assertThat(Clouds.accuracy(y, CLOUDS.labels(), y, CLOUDS.labels(), true))
                .isGreaterThan(0.95);
    }

    @ParameterizedTest
    @MethodSource("repulsions")
    void sameSeed_givesTheSameBits_whateverTheThreads(Repulsion repulsion) {
        int before = Threads.inUse();
        Tsne tsne = new Tsne(TsneSettings.defaults().withRepulsion(repulsion).withDescent(SHORT));
        List<double[][]> results = new ArrayList<>();
        try {
            for (int threads : new int[] {1, 2, 3, 2}) {
                Threads.use(threads);
                results.add(tsne.embed(CLOUDS.points()).coordinates());
            }
        } finally {
            Threads.use(before);
        }

        assertThat(results).allSatisfy(one -> assertThat(one).isDeepEqualTo(results.get(0)));
        assertThat(new Tsne(tsne.settings().withSeed(1)).embed(CLOUDS.points()).coordinates())
                .isNotEqualTo(results.get(0));
    }

    @Test
    void arraysAndTensors_giveTheSame() {
        double[][] rows = {{1, 2}, {3, 4}, {5, 7}, {9, 9}, {-3, 4}, {-4, 4}};
        float[][] floats = Arrays.stream(rows)
                .map(row -> new float[] {(float) row[0], (float) row[1]})
                .toArray(float[][]::new);
        double[][] expected = Tsne.defaults().embed(Points.of(rows)).coordinates();
        try (PointerScope scope = new PointerScope()) {
            Points ofTensor = Points.of(Tensors.ofDoubles(
                    Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), 6, 2));

            assertThat(Tsne.defaults().embed(ofTensor).coordinates()).isDeepEqualTo(expected);
            assertThat(Tsne.defaults().embed(Points.of(floats)).coordinates()).isDeepEqualTo(expected);
            assertThatThrownBy(() -> Points.of(Tensors.ofFloats(new float[8], 2, 2, 2)))
                    .hasMessageContaining("[2, 2, 2]");
        }
    }

    /** Neither the divergence at a checkpoint nor the final one includes the exaggeration. */
    @Test
    void checkpoints_comeRegularly_withTheDivergenceOfThen() {
        List<TsneListener.Checkpoint> heard = new ArrayList<>();
        List<double[][]> then = new ArrayList<>();
        List<TsneListener.Part> parts = new ArrayList<>();
        Tsne tsne = new Tsne(TsneSettings.defaults().withDescent(SHORT).withCheckpointEvery(1));
        tsne.embed(CLOUDS.points(), new TsneListener() {
            @Override
            public void began(Part part) {
                parts.add(part);
            }

            @Override
            public boolean checkpoint(Checkpoint checkpoint) {
                heard.add(checkpoint);
                then.add(checkpoint.coordinates().get());
                return true;
            }
        });
        AffinityMatrix affinities = Clouds.affinities(CLOUDS.points(), 30);

        assertThat(parts).containsExactly(TsneListener.Part.values());
        assertThat(heard).hasSize(120);
        assertThat(heard.get(119).total()).isEqualTo(120);
        for (int at : new int[] {1, 40, 80, 119}) {
            assertThat(heard.get(at).klDivergence())
                    .isCloseTo(Clouds.divergence(affinities, then.get(at - 1)), within(1e-4));
        }
        assertThat(heard.get(119).klDivergence()).isLessThan(heard.get(1).klDivergence());
    }

    @Test
    void listener_mayStop() {
        TsneEmbedding embedding = Tsne.defaults().embed(CLOUDS.points(), new TsneListener() {
            @Override
            public boolean checkpoint(Checkpoint checkpoint) {
                return checkpoint.iterations() < 100;
            }
        });

        assertThat(embedding.iterations()).isEqualTo(100);
        assertThat(embedding.coordinates()).hasNumberOfRows(600);
    }

    @Test
    void interrupt_endsIt() {
        assertThatThrownBy(() -> Tsne.defaults().embed(CLOUDS.points(), new TsneListener() {
                    @Override
                    public void iterated(int iterations, int total) {
                        if (iterations == 10) {
                            Thread.currentThread().interrupt();
                        }
                    }
                }))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("the embedding");
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Continuing the descent from its end changes little, because the positions are used unscaled. */
    @Test
    void givenPositions_goOn() {
        TsneEmbedding first = Tsne.defaults().embed(CLOUDS.points());
        TsneSettings on = TsneSettings.defaults()
                .withInitialisation(new Initialisation.Given(first.coordinates(), false))
                .withDescent(Descent.defaults().withStages(new Descent.Stage(50, 1, 0.8)));
        TsneEmbedding second = new Tsne(on).embed(CLOUDS.points());

        assertThat(second.klDivergence()).isCloseTo(first.klDivergence(), within(0.02));
        assertThatThrownBy(() -> new Tsne(on).embed(CLOUDS.points().range(0, 100)))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("[600][2]")
                .hasMessageContaining("[100][2]");
    }

    @Test
    void duplicates_comeToOnePlaceOrNearIt() {
        double[][] rows = new double[90][3];
        for (int i = 0; i < 90; i++) {
            rows[i] = new double[] {10 * (i / 30), i / 30, 1}; // three positions, thirty times each
        }
        double[][] y = Tsne.defaults().embed(Points.of(rows)).coordinates();
        int[] places = new int[90];
        Arrays.setAll(places, i -> i / 30);

        assertFinite(y);
        assertThat(Clouds.accuracy(y, places, y, places, true)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 20, 91})
    void fewPoints_areEmbeddedWithASmallerPerplexity(int n) {
        TsneEmbedding embedding = Tsne.defaults().embed(CLOUDS.points().range(0, n));

        assertFinite(embedding.coordinates());
        assertThat(embedding.coordinates()).hasNumberOfRows(n);
        assertThat(((Affinities.Perplexity) embedding.affinities())
                        .perplexities()
                        .get(0))
                .isEqualTo(Math.max(1, Math.min(30, (n - 1) / 3.0)));
    }

    @Test
    void allPointsTheSame_areEmbedded() {
        assertFinite(Tsne.defaults().embed(Points.of(new double[40][5])).coordinates());
    }

    @Test
    void constantColumns_changeNothingOfTheNeighbourhoods() {
        double[][] rows = new double[600][12];
        for (int i = 0; i < 600; i++) {
            for (int c = 0; c < 10; c++) {
                rows[i][c] = CLOUDS.points().get(i, c);
            }
            rows[i][10] = 1e6;
        }
        double[][] y = Tsne.defaults().embed(Points.of(rows)).coordinates();

        assertThat(Clouds.accuracy(y, CLOUDS.labels(), y, CLOUDS.labels(), true))
                .isGreaterThan(0.99);
    }

    @Test
    void aMillionColumns_areEmbedded() {
        int n = 12;
        float[] values = new float[n * 1_000_000];
        for (int i = 0; i < n; i++) {
            Arrays.fill(values, i * 1_000_000, (i + 1) * 1_000_000, i % 2);
            values[i * 1_000_000 + i] += 1;
        }
        double[][] y = Tsne.defaults().embed(Points.wrap(values, n, 1_000_000)).coordinates();

        assertFinite(y);
        for (int i = 2; i < n; i++) { // even points with even points
            assertThat(distance(y[i], y[i % 2])).isLessThan(distance(y[i], y[1 - i % 2]));
        }
    }

    @Test
    void whatCannotBeEmbedded_isToldInOneLine() {
        assertThatThrownBy(() -> Tsne.defaults().embed(Points.of(new double[1][3])))
                .isInstanceOf(EmbeddingException.class)
                .hasMessage("t-SNE needs at least 2 points, got 1");
        assertThatThrownBy(() -> Points.of(new double[0][]))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("no points");
        assertThatThrownBy(() -> Points.of(new double[][] {{1, 2}, {3, Double.NaN}}))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("row 1, column 1 is NaN");
        assertThatThrownBy(() -> Points.of(new double[][] {{1, 1e39}}))
                .hasMessageContaining("Infinity")
                .hasMessageContaining("float32");
        assertThatThrownBy(() -> Points.of(new float[][] {{1, 2}, {3}}))
                .hasMessageContaining("row 1 has 1 columns, row 0 has 2");
        assertThatThrownBy(() -> TsneSettings.defaults().withDimensions(3)).hasMessageContaining("1 or 2, got 3");
        assertThatThrownBy(() -> TsneSettings.defaults().withDegreesOfFreedom(0))
                .hasMessageContaining("degrees");
        assertThatThrownBy(() -> Descent.defaults().withLearningRate(-1)).hasMessageContaining("learning rate");
        assertThatThrownBy(() -> new Descent.Stage(10, 0, 0.5)).hasMessageContaining("exaggeration");
        assertThatThrownBy(() -> new Repulsion.BarnesHut(2)).hasMessageContaining("theta");
        assertThatThrownBy(() -> new Repulsion.Interpolated(4, 1)).hasMessageContaining("minNodes");
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    private static void assertFinite(double[][] y) {
        assertThat(Arrays.stream(y).flatMapToDouble(Arrays::stream)).allMatch(Double::isFinite);
    }
}
