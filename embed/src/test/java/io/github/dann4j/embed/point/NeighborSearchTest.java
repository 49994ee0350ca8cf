package io.github.dann4j.embed.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.embed.Clouds;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighborSearchTest {
    /** With an offset of 1,000 standard deviations, the rounding of |q|² − 2 q·r + |r|² would exceed the distances. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1000})
    void exact_findsWhatComparingAllFinds(double offset) {
        Random random = new Random(3);
        double[][] rows = new double[700][6];
        for (double[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                row[c] = offset + random.nextGaussian();
            }
        }
        Points points = Points.of(rows);

        assertThat(NeighborSearch.EXACT.ofEach(points, 20, Metric.EUCLIDEAN).indices())
                .isEqualTo(byComparingAll(points, 20));
    }

    /** On a lattice many points have the same distance; they are ordered by their numbers. */
    @Test
    void exact_settlesTiesByNumber() {
        double[][] rows = new double[400][2];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {i % 20, i / 20};
        }
        Points points = Points.of(rows);

        assertThat(NeighborSearch.EXACT.ofEach(points, 9, Metric.EUCLIDEAN).indices())
                .isEqualTo(byComparingAll(points, 9));
    }

    @Test
    void exact_ofDuplicates_neverGivesThePointItself() {
        Neighbors neighbors = NeighborSearch.EXACT.ofEach(Points.of(new double[300][4]), 10, Metric.EUCLIDEAN);

        assertThat(neighbors.distances()).containsOnly(0);
        for (int i = 0; i < 300; i++) {
            assertThat(neighbors.of(i)).doesNotContain(i).doesNotHaveDuplicates();
        }
    }

    /** More points than one tile of the matrix products. */
    @Test
    void exact_ofOneQuery_isThatOfManyQueries() {
        Points references = Clouds.of(9000, 8, 5, 2, 5).points();
        Points queries = Clouds.of(300, 8, 5, 2, 6).points();
        Neighbors all = NeighborSearch.EXACT.of(queries, references, 12, Metric.EUCLIDEAN);

        for (int i = 0; i < 300; i += 50) {
            Neighbors one = NeighborSearch.EXACT.of(queries.range(i, i + 1), references, 12, Metric.EUCLIDEAN);
            assertThat(one.indices()).isEqualTo(all.of(i));
        }
    }

    @Test
    void cosine_looksAtDirectionsOnly() {
        Points points = Points.of(new double[][] {{1, 0}, {100, 1}, {1, 1}, {-1, 0}});
        Neighbors neighbors = NeighborSearch.EXACT.ofEach(points, 3, Metric.COSINE);

        assertThat(neighbors.of(0)).containsExactly(1, 2, 3);
        assertThat(neighbors.distances()[1]).isCloseTo((float) (1 - Math.sqrt(0.5)), within(1e-6f));
        assertThat(neighbors.distances()[2]).isCloseTo(2, within(1e-6f));
        assertThatThrownBy(() ->
                        NeighborSearch.EXACT.ofEach(Points.of(new double[][] {{1, 0}, {0, 0}}), 1, Metric.COSINE))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("row 1")
                .hasMessageContaining("all zeros");
    }

    @Test
    void approximate_findsNearlyAll_andTheSameEachTime() {
        Points points = Clouds.of(5000, 20, 10, 1, 4).points();
        Neighbors exact = NeighborSearch.EXACT.ofEach(points, 30, Metric.EUCLIDEAN);
        Neighbors first = NeighborSearch.APPROXIMATE.ofEach(points, 30, Metric.EUCLIDEAN);
        Neighbors second = NeighborSearch.APPROXIMATE.ofEach(points, 30, Metric.EUCLIDEAN);

        assertThat(first.recall(exact)).isGreaterThan(0.97);
        assertThat(exact.recall(exact)).isEqualTo(1);
        assertThat(second.indices()).isEqualTo(first.indices());
    }

    @Test
    void impossibleNumbersOfNeighbors_areRefused() {
        Points points = Points.of(new double[5][2]);

        assertThatThrownBy(() -> NeighborSearch.EXACT.ofEach(points, 5, Metric.EUCLIDEAN))
                .hasMessage("neighbours must be 1 to 4, the number of other points, got 5");
        assertThatThrownBy(() -> NeighborSearch.EXACT.of(Points.of(new double[1][3]), points, 1, Metric.EUCLIDEAN))
                .hasMessageContaining("2 columns")
                .hasMessageContaining("3");
    }

    @Test
    void pointsTooFarForFloats_areRefused() {
        assertThatThrownBy(() -> NeighborSearch.EXACT.ofEach(
                        Points.of(new double[][] {{1e30}, {-1e30}, {0}}), 1, Metric.EUCLIDEAN))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("scale the columns");
    }

    /** The squares of such values are 0 in float32. */
    @ParameterizedTest
    @ValueSource(doubles = {0x1p-45, 0x1p-66, 0x1p-83, 0x1p-100})
    void tinyPoints_haveTheNeighboursAndDistancesOfLargeOnes(double factor) {
        Points large = Clouds.of(500, 5, 4, 2, 8).points();
        float[] values = new float[large.count() * large.dimensions()];
        for (int at = 0; at < values.length; at++) {
            values[at] = (float) (large.get(at / 5, at % 5) * factor);
        }
        Points tiny = Points.wrap(values, large.count(), large.dimensions());

        for (NeighborSearch search : List.of(NeighborSearch.EXACT, NeighborSearch.APPROXIMATE)) {
            Neighbors expected = NeighborSearch.EXACT.ofEach(large, 10, Metric.EUCLIDEAN);
            Neighbors found = search.ofEach(tiny, 10, Metric.EUCLIDEAN);
            assertThat(found.recall(expected)).isGreaterThan(search == NeighborSearch.EXACT ? 0.9999 : 0.97);
            assertThat(found.distances()[0] / factor).isCloseTo((double) expected.distances()[0], within(1e-4));
        }
        Neighbors asQueries = NeighborSearch.EXACT.of(tiny, tiny, 3, Metric.EUCLIDEAN);
        assertThat(asQueries.of(7)[0]).isEqualTo(7);
    }

    @Test
    void doublesThatFloatsMakeAlike_areRefused() {
        double[][] far = {{1e8, 1}, {1e8 + 0.25, 2}, {1e8 + 0.5, 3}};

        assertThatThrownBy(() -> Points.of(far))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("column 0 reaches 1.00e+08")
                .hasMessageContaining("subtract the mean of each column");
        assertThat(Points.of(new double[][] {{1e8, 1}, {1e8, 2}}).count())
                .isEqualTo(2); // a constant column carries no information
    }

    private static int[] byComparingAll(Points points, int k) {
        int n = points.count();
        return IntStream.range(0, n)
                .flatMap(i -> IntStream.range(0, n)
                        .filter(j -> j != i)
                        .boxed()
                        .sorted(Comparator.<Integer>comparingDouble(j -> square(points, i, j))
                                .thenComparing(Comparator.naturalOrder()))
                        .limit(k)
                        .mapToInt(j -> j))
                .toArray();
    }

    private static double square(Points points, int i, int j) {
        double sum = 0;
        for (int c = 0; c < points.dimensions(); c++) {
            double difference = (double) points.get(i, c) - points.get(j, c);
            sum += difference * difference;
        }
        return (float) sum;
    }
}
