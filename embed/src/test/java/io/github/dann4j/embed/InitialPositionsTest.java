package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.embed.point.EmbeddingException;
import io.github.dann4j.embed.point.Pca;
import io.github.dann4j.embed.point.Points;
import io.github.dann4j.embed.point.Workers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Standard deviations of 1e-4 in the first dimension, whatever the initialisation. */
class InitialPositionsTest {
    private static final double[][] GIVEN = {{0, 1}, {2, 3}}; // mean 1 and standard deviation 1 in the first dimension

    private static final AffinityMatrix NONE = new AffinityMatrix(new int[1], new int[0], new float[0]);

    private static double[] of(Points points, AffinityMatrix affinities, TsneSettings settings) {
        try (Workers workers = new Workers()) {
            return InitialPositions.of(points, affinities, settings, workers);
        }
    }

    private static double[] given(Points points, Initialisation how, int dimensions) {
        return of(
                points, NONE, TsneSettings.defaults().withDimensions(dimensions).withInitialisation(how));
    }

    private static double deviation(double[] positions, int dimension) {
        double sum = 0;
        double square = 0;
        int n = positions.length / 2;
        for (int i = 0; i < n; i++) {
            sum += positions[2 * i + dimension];
            square += positions[2 * i + dimension] * positions[2 * i + dimension];
        }
        return Math.sqrt(square / n - sum / n * (sum / n));
    }

    @Test
    void givenPositions_areScaled_andKeepTheirProportions() {
        double[] positions = given(Points.of(new double[2][3]), Initialisation.given(GIVEN), 2);

        assertThat(positions).containsExactly(new double[] {0, 1e-4, 2e-4, 3e-4}, within(1e-18));
    }

    @Test
    void givenPositions_thatContinueAnEmbedding_stayAsTheyAre() {
        double[] positions = given(Points.of(new double[2][3]), new Initialisation.Given(GIVEN, false), 2);

        assertThat(positions).containsExactly(0, 1, 2, 3);
    }

    @Test
    void positionsWithoutAnExtent_areAtOnePlace() {
        double[] positions = given(Points.of(new double[2][3]), Initialisation.given(new double[][] {{5}, {5}}), 1);

        assertThat(positions).containsOnly(0);
    }

    @Test
    void positionsThatDoNotFit_areRefused() {
        Points three = Points.of(new double[3][3]);

        assertThatThrownBy(() -> given(three, Initialisation.given(GIVEN), 2))
                .isInstanceOf(EmbeddingException.class)
                .hasMessage("initial positions are [2][2], 3 points in 2 dimensions need [3][2]");
        assertThatThrownBy(() -> given(three, Initialisation.given(new double[3][2]), 1))
                .hasMessage("initial positions are [3][2], 3 points in 1 dimensions need [3][1]");
        assertThatThrownBy(() -> given(three, Initialisation.given(new double[0][]), 1))
                .hasMessage("initial positions are [0][0], 3 points in 1 dimensions need [3][1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Initialisation.given(new double[][] {{1, 2}, {3}}))
                .withMessage("initial position 1 has 1 coordinates, the first has 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Initialisation.given(new double[][] {{1, 2}, {3, Double.NaN}}))
                .withMessage("initial position 1 is [3.0, NaN]; positions must be finite");
    }

    @Test
    void aChangeOfTheGivenArray_changesNothing() {
        double[][] rows = {{0, 1}, {2, 3}};
        Initialisation how = new Initialisation.Given(rows, false);
        rows[0][0] = 9;

        assertThat(given(Points.of(new double[2][3]), how, 2)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void randomPositions_areNormal_andOfTheSeed() {
        Points many = Points.of(new double[20_000][1]);
        TsneSettings settings = TsneSettings.defaults().withInitialisation(Initialisation.random());
        double[] positions = of(many, NONE, settings);

        assertThat(deviation(positions, 0)).isCloseTo(1e-4, within(3e-6));
        assertThat(deviation(positions, 1)).isCloseTo(1e-4, within(3e-6));
        assertThat(of(many, NONE, settings)).isEqualTo(positions);
        assertThat(of(many, NONE, settings.withSeed(1))).isNotEqualTo(positions);
        double[] line = of(many, NONE, settings.withDimensions(1));
        assertThat(deviation(line, 0)).isCloseTo(1e-4, within(3e-6));
        assertThat(deviation(line, 1)).isZero();
    }

    /** With a hundredth of noise: equal points would stay together for ever. */
    @Test
    void principalComponents_areThose_withALittleNoise() {
        Points points = Clouds.of(500, 6, 4, 3, 7).points();
        double[] positions = of(points, NONE, TsneSettings.defaults());
        Points projected = Pca.fit(points, 2, 0).project(points);
        double[] exact = new double[1000];
        Arrays.setAll(exact, at -> projected.get(at / 2, at % 2));
        double factor = 1e-4 / deviation(exact, 0);
        double[] noise = new double[1000];
        Arrays.setAll(noise, at -> positions[at] - factor * exact[at]);

        assertThat(deviation(positions, 0)).isCloseTo(1e-4, within(1e-6));
        assertThat(deviation(noise, 0)).isCloseTo(1e-6, within(1e-7));
        assertThat(deviation(noise, 1)).isCloseTo(1e-6, within(1e-7));
    }

    @Test
    void oneColumn_hasOnlyNoiseInTheSecondDimension() {
        double[] positions = of(Points.of(new double[][] {{1}, {2}, {3}, {4}}), NONE, TsneSettings.defaults());

        assertThat(deviation(positions, 0)).isCloseTo(1e-4, within(1e-5));
        assertThat(deviation(positions, 1)).isLessThan(1e-5);
    }

    @Test
    void spectralPositions_areScaledToo() {
        double[] positions = of(
                Points.of(new double[40][1]),
                SpectralLayoutTest.cycle(40),
                TsneSettings.defaults().withInitialisation(Initialisation.spectral()));

        assertThat(deviation(positions, 0)).isCloseTo(1e-4, within(3e-6));
        assertThat(deviation(positions, 1)).isCloseTo(1e-4, within(3e-6)); // a cycle is laid out as a circle
    }
}
