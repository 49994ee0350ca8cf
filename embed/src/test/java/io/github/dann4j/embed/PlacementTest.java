package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.NeighborSearch;
import io.github.dann4j.embed.point.Neighbors;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.embed.point.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** New points against their definition: all pairs, one point after the other. */
class PlacementTest {
    private static final int OLD = 60;
    private static final int NEW = 70; // more than one part of the work
    private static final double EXAGGERATION = 1.5;
    private static final double MOMENTUM = 0.8;
    private static final double RATE = 0.1;
    private static final Clouds CLOUDS = Clouds.of(OLD + NEW, 5, 3, 2, 4);
    private static final Points FRESH = CLOUDS.points().range(OLD, OLD + NEW);

    private static final Descent FEW = Descent.ofNewPoints().withStages(new Descent.Stage(4, EXAGGERATION, MOMENTUM));

    private static final TsneEmbedding EMBEDDING = new Tsne(
                    TsneSettings.defaults().withRepulsion(Repulsion.exact()))
            .embed(CLOUDS.points().range(0, OLD));

    static List<TransformSettings> settings() {
        TransformSettings few = TransformSettings.defaults().withDescent(FEW);
        return List.of(
                few,
                few.withDescent(
                        FEW.withStages(new Descent.Stage(2, 4, MOMENTUM), new Descent.Stage(2, EXAGGERATION, 0.5))),
                few.withPerplexity(3),
                few.withStart(TransformSettings.Start.MEDIAN, 10),
                few.withStart(TransformSettings.Start.MEDIAN, 11),
                few.withStart(TransformSettings.Start.WEIGHTED, 1));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void places_areThoseOfTheDefinition(TransformSettings how) {
        double[][] places = EMBEDDING.transform(FRESH, how);

        double[][] expected = byDefinition(how);
        for (int i = 0; i < NEW; i++) {
            assertThat(places[i]).as("point %d", i).containsExactly(expected[i], within(1e-9));
        }
    }

    @Test
    void withoutALearningRate_itIsOneByTheExaggeration() {
        Descent four = FEW.withStages(new Descent.Stage(3, 4, MOMENTUM));
        Descent automatic = new Descent(
                four.stages(), OptionalDouble.empty(), four.maxStepNorm(), four.maxGradientNorm(), four.minGain());
        TransformSettings how = TransformSettings.defaults();

        assertThat(EMBEDDING.transform(FRESH, how.withDescent(automatic)))
                .isDeepEqualTo(EMBEDDING.transform(FRESH, how.withDescent(four.withLearningRate(0.25))));
    }

    @Test
    void noPoints_haveNoPlaces() {
        assertThat(EMBEDDING.transform(FRESH.range(0, 0))).isEmpty();
    }

    @Test
    void anEmbeddingInOneDimension_placesInOne() {
        TsneEmbedding line = new Tsne(TsneSettings.defaults().withDimensions(1).withRepulsion(Repulsion.exact()))
                .embed(CLOUDS.points().range(0, OLD));

        assertThat(line.transform(FRESH.range(0, 3))).hasDimensions(3, 1);
    }

    /** The grid covers the embedding alone; a point that leaves it is summed over all pairs. */
    @Test
    void aPointBesideTheGrid_isPlacedAsByAllPairs() {
        Descent wild = new Descent(
                List.of(new Descent.Stage(3, EXAGGERATION, 0)),
                OptionalDouble.of(1e5),
                1e3,
                Double.POSITIVE_INFINITY,
                0.01);
        TransformSettings how = TransformSettings.defaults().withDescent(wild);
        double[][] byPairs = EMBEDDING.transform(FRESH, how);
        double[][] onGrid = with(EMBEDDING, Repulsion.interpolated()).transform(FRESH, how);

        for (int i = 0; i < NEW; i++) {
            assertThat(Math.hypot(byPairs[i][0], byPairs[i][1])).isGreaterThan(100);
            assertThat(onGrid[i]).containsExactly(byPairs[i], within(1.0)); // the first step was on the grid
        }
    }

    private static TsneEmbedding with(TsneEmbedding made, Repulsion repulsion) {
        return new TsneEmbedding(
                made.settings().withRepulsion(repulsion),
                made.affinities(),
                made.points(),
                made.coordinates(),
                made.klDivergence(),
                made.iterations(),
                made.timings());
    }

    private static double[][] byDefinition(TransformSettings how) {
        Affinities.Perplexity affinities =
                (Affinities.Perplexity) Affinities.perplexity(how.perplexity()).within(OLD);
        int k = affinities.neighbors(OLD);
        double[][] y = EMBEDDING.coordinates();
        double[][] places = new double[NEW][];
        try (Workers workers = new Workers()) {
            Neighbors all = NeighborSearch.EXACT.of(FRESH, EMBEDDING.points(), OLD, Metric.EUCLIDEAN);
            AffinityMatrix rows = AffinityMatrix.conditional(all.nearest(k), affinities, workers);
            AffinityMatrix starts = AffinityMatrix.conditional(all.nearest(how.startNeighbors()), affinities, workers);
            for (int i = 0; i < NEW; i++) {
                double[] place = start(how, all.of(i), starts, i, y);
                double[] gain = {1, 1};
                for (Descent.Stage stage : how.descent().stages()) {
                    double[] step = new double[2]; // a stage begins without momentum
                    for (int iteration = 0; iteration < stage.iterations(); iteration++) {
                        double[] gradient = gradient(place, stage.exaggeration(), rows, i, k, y);
                        double norm = Math.hypot(gradient[0], gradient[1]);
                        for (int c = 0; c < 2; c++) {
                            double bounded = norm > 0.25 ? gradient[c] * 0.25 / norm : gradient[c];
                            boolean turned = Math.signum(step[c]) == Math.signum(bounded);
                            gain[c] = turned ? gain[c] * 0.8 + 0.01 : gain[c] + 0.2;
                            step[c] = stage.momentum() * step[c] - RATE * gain[c] * bounded;
                            place[c] += step[c];
                        }
                    }
                }
                places[i] = place;
            }
        }
        return places;
    }

    private static double[] start(
            TransformSettings how, int[] neighbors, AffinityMatrix weights, int point, double[][] y) {
        int k = how.startNeighbors();
        double[] place = new double[2];
        for (int c = 0; c < 2; c++) {
            double[] values = new double[k];
            for (int j = 0; j < k; j++) {
                values[j] = y[neighbors[j]][c];
                place[c] += weights.values()[point * k + j] * values[j];
            }
            if (how.start() == TransformSettings.Start.MEDIAN) {
                Arrays.sort(values);
                place[c] = k % 2 == 1 ? values[k / 2] : (values[k / 2 - 1] + values[k / 2]) / 2;
            }
        }
        return place;
    }

    /** Σ_j (e p_j − k_j / Z) u_j (y − y_j) with u = k = 1 / (1 + d²). */
    private static double[] gradient(
            double[] place, double exaggeration, AffinityMatrix rows, int point, int k, double[][] y) {
        double z = 0;
        for (double[] other : y) {
            z += 1 / (1 + square(place, other));
        }
        double[] gradient = new double[2];
        for (int j = 0; j < y.length; j++) {
            double p = 0;
            for (int e = point * k; e < (point + 1) * k; e++) {
                p += rows.columns()[e] == j ? rows.values()[e] : 0;
            }
            double u = 1 / (1 + square(place, y[j]));
            for (int c = 0; c < 2; c++) {
                gradient[c] += (exaggeration * p - u / z) * u * (place[c] - y[j][c]);
            }
        }
        return gradient;
    }

    private static double square(double[] a, double[] b) {
        return (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]);
    }
}
