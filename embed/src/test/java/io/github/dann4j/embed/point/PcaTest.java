package io.github.dann4j.embed.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.embed.Clouds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PcaTest {
    @Test
    void stretchedCloud_givesItsAxes() {
        Random random = new Random(1);
        double[][] rows = new double[5000][3];
        for (double[] row : rows) {
            double along = 5 * random.nextGaussian();
            double across = 2 * random.nextGaussian();
            row[0] = 7 + (along + across) / Math.sqrt(2);
            row[1] = (along - across) / Math.sqrt(2);
            row[2] = -3;
        }
        Pca pca = Pca.fit(Points.of(rows), 3, 0);

        assertThat(pca.mean()[0]).isCloseTo(7, within(0.3));
        assertThat(Math.sqrt(pca.variances()[0])).isCloseTo(5, within(0.15));
        assertThat(Math.sqrt(pca.variances()[1])).isCloseTo(2, within(0.1));
        assertThat(pca.variances()[2]).isCloseTo(0, within(1e-6)); // a constant column
        assertThat(pca.components()[0][0]).isCloseTo(Math.sqrt(0.5), within(0.02));
        assertThat(pca.explained()).isCloseTo(1, within(1e-6));
        assertThat(Pca.fit(Points.of(rows), 1, 0).explained()).isCloseTo(25 / 29.0, within(0.01));
    }

    /** Also for points that were not used for fitting. */
    @Test
    void projection_isHowFarAPointLiesFromTheMeanAlongEachComponent() {
        Points points = Clouds.of(300, 5, 4, 3, 2).points();
        Points others = Clouds.of(20, 5, 4, 3, 9).points();
        Pca pca = Pca.fit(points, 2, 0);
        Points projected = pca.project(others);

        for (int i = 0; i < 20; i++) {
            for (int c = 0; c < 2; c++) {
                double along = 0;
                for (int column = 0; column < 5; column++) {
                    along += (others.get(i, column) - pca.mean()[column]) * pca.components()[c][column];
                }
                assertThat((double) projected.get(i, c)).isCloseTo(along, within(1e-4));
            }
        }
        assertThatThrownBy(() -> pca.project(Clouds.of(20, 6, 4, 3, 9).points()))
                .isInstanceOf(EmbeddingException.class)
                .hasMessageContaining("the principal components");
    }

    @Test
    void pointsAtOnePlace_areExplainedByAnything() {
        assertThat(Pca.fit(Points.of(new double[][] {{1, 2}, {1, 2}, {1, 2}}), 1, 0)
                        .explained())
                .isEqualTo(1);
    }

    /** The products of such values are 0 in float32. */
    @Test
    void tinyPoints_haveTheComponentsOfLargeOnes() {
        Points large = Clouds.of(300, 5, 4, 3, 2).points();
        float[] values = new float[1500];
        for (int at = 0; at < values.length; at++) {
            values[at] = large.get(at / 5, at % 5) * 0x1p-90f;
        }
        Pca expected = Pca.fit(large, 2, 0);
        Pca tiny = Pca.fit(Points.wrap(values, 300, 5), 2, 0);

        assertThat(tiny.components()).isDeepEqualTo(expected.components());
        assertThat(tiny.variances()[0] * 0x1p180).isEqualTo(expected.variances()[0]);
        assertThat(tiny.explained()).isEqualTo(expected.explained());
    }

    @Test
    void widePoints_giveTheComponentsOfTheirCovariance() {
        Points wide = Clouds.of(40, 200, 4, 3, 2).points(); // computed from products of points
        double[][] doubled = new double[400][200]; // ten copies: computed from products of columns
        for (int i = 0; i < 400; i++) {
            for (int c = 0; c < 200; c++) {
                doubled[i][c] = wide.get(i % 40, c);
            }
        }
        Pca few = Pca.fit(wide, 3, 0);
        Pca many = Pca.fit(Points.of(doubled), 3, 0);

        for (int c = 0; c < 3; c++) {
            assertThat(few.variances()[c]).isCloseTo(many.variances()[c], within(1e-3 * many.variances()[c]));
            assertThat(few.components()[c]).usingComparatorWithPrecision(2e-3).containsExactly(many.components()[c]);
        }
    }

    /** More than 1,500 rows and columns: the randomised method, on clouds whose centres span the strong directions. */
    @Test
    void randomised_findsTheStrongDirections() {
        Points large = Clouds.of(1600, 1600, 4, 3, 3).points();
        Pca pca = Pca.fit(large, 3, 0);
        Points projected = pca.project(large);

        assertThat(projected.dimensions()).isEqualTo(3);
        assertThat(pca.explained()).isGreaterThan(0.8);
        assertThat(Pca.fit(large, 3, 0).components()).isDeepEqualTo(pca.components());
    }

    @Test
    void moreComponentsThanThereAre_areCut() {
        assertThat(Pca.fit(Points.of(new double[][] {{1, 2}, {2, 4}}), 9, 0).components())
                .hasDimensions(1, 2);
        assertThatThrownBy(() -> Pca.fit(Points.of(new double[][] {{1, 2}}), 1, 0))
                .hasMessage("principal components need at least 2 points, got 1");
    }
}
