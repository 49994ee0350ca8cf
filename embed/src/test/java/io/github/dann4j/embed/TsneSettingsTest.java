package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.NeighborSearch;
import org.junit.jupiter.api.Test;

class TsneSettingsTest {
    private static final TsneSettings USUAL = TsneSettings.defaults();

    @Test
    void defaults_areTheUsualOnes() {
        assertThat(USUAL)
                .isEqualTo(new TsneSettings(
                        2,
                        Affinities.perplexity(30),
                        Metric.EUCLIDEAN,
                        NeighborSearch.AUTO,
                        Initialisation.principalComponents(),
                        Repulsion.auto(),
                        1,
                        Descent.defaults(),
                        50,
                        0));
    }

    @Test
    void aChange_changesItsValueAlone() {
        TsneSettings all = USUAL.withDimensions(1)
                .withAffinities(Affinities.uniform(7))
                .withMetric(Metric.COSINE)
                .withNeighborSearch(NeighborSearch.EXACT)
                .withInitialisation(Initialisation.random())
                .withRepulsion(Repulsion.exact())
                .withDegreesOfFreedom(0.5)
                .withDescent(Descent.ofNewPoints())
                .withCheckpointEvery(3)
                .withSeed(9);

        assertThat(all)
                .isEqualTo(new TsneSettings(
                        1,
                        Affinities.uniform(7),
                        Metric.COSINE,
                        NeighborSearch.EXACT,
                        Initialisation.random(),
                        Repulsion.exact(),
                        0.5,
                        Descent.ofNewPoints(),
                        3,
                        9));
        assertThat(all.withDimensions(2)
                        .withAffinities(Affinities.perplexity(30))
                        .withMetric(Metric.EUCLIDEAN)
                        .withNeighborSearch(NeighborSearch.AUTO)
                        .withInitialisation(Initialisation.principalComponents())
                        .withRepulsion(Repulsion.auto())
                        .withDegreesOfFreedom(1)
                        .withDescent(Descent.defaults())
                        .withCheckpointEvery(50)
                        .withSeed(0))
                .isEqualTo(USUAL);
    }

    @Test
    void whatIsOutOfRange_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> USUAL.withDimensions(0))
                .withMessage("dimensions must be 1 or 2, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> USUAL.withDimensions(3))
                .withMessage("dimensions must be 1 or 2, got 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> USUAL.withCheckpointEvery(0))
                .withMessage("checkpointEvery must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> USUAL.withDegreesOfFreedom(Double.POSITIVE_INFINITY))
                .withMessageContaining("degrees of freedom");
        assertThatCode(() -> USUAL.withCheckpointEvery(1)).doesNotThrowAnyException();
    }
}
