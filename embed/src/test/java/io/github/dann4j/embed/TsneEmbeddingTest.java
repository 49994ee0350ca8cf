package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dann4j.embed.point.EmbeddingException;
import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.Points;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A finished embedding: new points in it, and its serialised form. */
class TsneEmbeddingTest {
    private static final int OLD = 500;
    private static final Clouds CLOUDS = Clouds.of(800, 10, 5, 3, 2);
    private static final Points NEW = CLOUDS.points().range(OLD, 800);

    private static TsneEmbedding embedding;

    @BeforeAll
    static void embed() {
        embedding = new Tsne(TsneSettings.defaults().withRepulsion(Repulsion.interpolated()))
                .embed(CLOUDS.points().range(0, OLD));
    }

    static List<TransformSettings> transforms() {
        return List.of(
                TransformSettings.defaults(),
                TransformSettings.defaults().withStart(TransformSettings.Start.MEDIAN, 10),
                TransformSettings.defaults().withPerplexity(30));
    }

    @ParameterizedTest
    @MethodSource("transforms")
    void newPoints_joinTheirOwnCloud(TransformSettings how) {
        assertThat(accuracy(embedding, embedding.transform(NEW, how))).isGreaterThan(0.99);
    }

    static List<TsneSettings> kinds() {
        return List.of(
                embedding.settings(),
                TsneSettings.defaults().withRepulsion(Repulsion.exact()),
                TsneSettings.defaults().withRepulsion(Repulsion.barnesHut()).withMetric(Metric.COSINE),
                TsneSettings.defaults().withDimensions(1).withRepulsion(Repulsion.interpolated()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void oneByOne_isBitForBitAllAtOnce(TsneSettings settings) {
        TsneEmbedding made = new Tsne(settings).embed(CLOUDS.points().range(0, OLD));
        double[][] together = made.transform(NEW);

        assertThat(accuracy(made, together)).isGreaterThan(0.95);
        for (int i = 0; i < NEW.count(); i += 37) {
            assertThat(made.transform(NEW.range(i, i + 1))).isDeepEqualTo(new double[][] {together[i]});
        }
    }

    @Test
    void oldPoints_stayNearThemselves() {
        double[][] again = embedding.transform(embedding.points());
        double[] ways = new double[OLD];
        for (int i = 0; i < OLD; i++) {
            double[] old = embedding.coordinates()[i];
            ways[i] = Math.hypot(again[i][0] - old[0], again[i][1] - old[1]);
        }
        Arrays.sort(ways);
        double size = Arrays.stream(embedding.coordinates())
                .mapToDouble(y -> Math.abs(y[0]))
                .max()
                .orElseThrow();

        assertThat(ways[OLD / 2]).isLessThan(0.05 * size);
    }

    /** Points far from all embedded points, with initial positions outside of the grid. */
    @Test
    void strangers_getAPlaceToo() {
        double[][] rows = new double[3][10];
        Arrays.fill(rows[1], 1e4);
        Arrays.fill(rows[2], -1e6);
        Descent wild = Descent.ofNewPoints().withLearningRate(1e4);

        double[][] places = embedding.transform(
                Points.of(rows), TransformSettings.defaults().withDescent(wild));
        assertThat(Arrays.stream(places).flatMapToDouble(Arrays::stream)).allMatch(Double::isFinite);
    }

    @Test
    void otherColumns_areRefused() {
        assertThatThrownBy(() -> embedding.transform(Points.of(new double[2][9])))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("10 columns")
                .hasMessageContaining("9");
    }

    static List<TsneSettings> stored() {
        return List.of(
                TsneSettings.defaults(),
                TsneSettings.defaults().withRepulsion(Repulsion.interpolated()).withDegreesOfFreedom(0.7),
                TsneSettings.defaults().withRepulsion(Repulsion.barnesHut()).withAffinities(Affinities.uniform(9)),
                TsneSettings.defaults()
                        .withRepulsion(Repulsion.exact())
                        .withMetric(Metric.COSINE)
                        .withAffinities(Affinities.fixedSigma(0.1, 20))
                        .withDimensions(1));
    }

    @ParameterizedTest
    @MethodSource("stored")
    void writtenAndRead_itPlacesNewPointsAsBefore(TsneSettings settings) throws IOException {
        TsneEmbedding made = new Tsne(
                        settings.withDescent(Descent.defaults().withStages(new Descent.Stage(60, 4, 0.8))))
                .embed(CLOUDS.points().range(0, OLD));
        TsneEmbedding read = TsneEmbedding.read(new ByteArrayInputStream(bytes(made)));

        assertThat(read.coordinates()).isDeepEqualTo(made.coordinates());
        assertThat(read.klDivergence()).isEqualTo(made.klDivergence());
        assertThat(read.affinities()).isEqualTo(made.affinities());
        assertThat(read.timings()).isEqualTo(made.timings());
        assertThat(read.settings().repulsion()).isEqualTo(made.settings().repulsion());
        assertThat(read.settings().metric()).isEqualTo(made.settings().metric());
        assertThat(read.settings().neighborSearch()).isEqualTo(made.settings().neighborSearch());
        assertThat(read.transform(NEW.range(0, 20))).isDeepEqualTo(made.transform(NEW.range(0, 20)));
    }

    @Test
    void manyValues_areWrittenAndRead() throws IOException {
        Points wide = Clouds.of(300, 400, 5, 3, 2).points(); // 120,000 values, several blocks
        TsneEmbedding read = TsneEmbedding.read(new ByteArrayInputStream(bytes(brief(wide))));

        assertThat(read.points().values()).isEqualTo(wide.values());
    }

    @Test
    void twoPointsOfOneColumn_areWrittenAndRead() throws IOException {
        TsneEmbedding made = brief(Points.of(new double[][] {{0}, {1}}));

        assertThat(TsneEmbedding.read(new ByteArrayInputStream(bytes(made))).coordinates())
                .isDeepEqualTo(made.coordinates());
    }

    @Test
    void writing_leavesNothingInTheStreamsBuffer() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        small().write(new BufferedOutputStream(out, 1 << 20));

        assertThat(TsneEmbedding.read(new ByteArrayInputStream(out.toByteArray()))
                        .iterations())
                .isEqualTo(5);
    }

    @Test
    void cutOffBytes_areRefused() throws IOException {
        byte[] bytes = bytes(small());
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> TsneEmbedding.read(new ByteArrayInputStream(part)))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(EmbeddingException.class);
        }
    }

    /** Any flipped bit is refused in one line, and counts of gigabytes do not allocate the memory. */
    @Test
    void falseBits_areRefused() throws IOException {
        byte[] bytes = bytes(small());
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Throwable failure = catchThrowable(() -> TsneEmbedding.read(new ByteArrayInputStream(damaged)));
            assertThat(failure).as("bit %d", bit).isInstanceOf(EmbeddingException.class);
            assertThat(failure.getMessage()).isNotBlank().doesNotContain("\n");
        }
    }

    @Test
    void otherFiles_areNamedAsSuch() {
        assertThatThrownBy(() -> TsneEmbedding.read(new ByteArrayInputStream("PNG or whatever".getBytes())))
                .hasMessageContaining("not a saved embedding");
    }

    private static TsneEmbedding small() {
        return brief(CLOUDS.points().range(0, 6));
    }

    private static TsneEmbedding brief(Points points) {
        return new Tsne(TsneSettings.defaults().withDescent(Descent.defaults().withStages(new Descent.Stage(5, 1, 0))))
                .embed(points);
    }

    private static byte[] bytes(TsneEmbedding made) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        made.write(out);
        return out.toByteArray();
    }

    private static double accuracy(TsneEmbedding embedding, double[][] placed) {
        return Clouds.accuracy(
                placed,
                Arrays.copyOfRange(CLOUDS.labels(), OLD, 800),
                embedding.coordinates(),
                Arrays.copyOf(CLOUDS.labels(), OLD),
                false);
    }
}
