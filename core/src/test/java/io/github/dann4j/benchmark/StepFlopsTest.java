package io.github.dann4j.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.adversary.Cdan;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Networks;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares with counts made by hand. */
class StepFlopsTest {
    // The SVHN network: a multiplication and an addition for each weight and place. Max-pools leave sides of 15 and 7.
    private static final double CONV_1 = 2.0 * 3 * 25 * 64 * 32 * 32;
    private static final double CONV_2 = 2.0 * 64 * 25 * 64 * 15 * 15;
    private static final double CONV_3 = 2.0 * 64 * 25 * 128 * 7 * 7;
    private static final double LABELS = 2.0 * (6272 * 3072 + 3072 * 2048 + 2048 * 10);
    private static final double DOMAINS = 2.0 * (6272 * 1024 + 1024 * 1024 + 1024);

    @Test
    void inference_isOneForwardPassToTheLabels() {
        assertThat(StepFlops.inference(Networks.svhn(10))).isEqualTo(CONV_1 + CONV_2 + CONV_3 + LABELS);
    }

    @Test
    void sourceOnly_addsTwoGradients_butNotThatOfTheImages() {
        assertThat(StepFlops.sourceOnly(Networks.svhn(10))).isEqualTo(2 * CONV_1 + 3 * (CONV_2 + CONV_3 + LABELS));
    }

    @Test
    void dann_labelsHalfOfItsImages_andNamesTheDomainOfAll() {
        assertThat(StepFlops.dann(Networks.svhn(10)))
                .isEqualTo(2 * CONV_1 + 3 * (CONV_2 + CONV_3 + DOMAINS) + 1.5 * LABELS);
    }

    @Test
    void methods_whosePassesAreNotCounted_haveNoCount() {
        NetworkSpec net = Networks.svhn(10);
        assertThat(StepFlops.training(net, AdaBn.TYPE)).isEqualTo(StepFlops.sourceOnly(net));
        assertThat(StepFlops.training(net, Dann.TYPE)).isEqualTo(StepFlops.dann(net));
        assertThat(StepFlops.training(net, Cdan.TYPE)).isNull();
    }

    @Test
    void normalisationAndPooling_countAsNothing() {
        double convolutions = 2.0 * (3 * 25 * 32 * 32 * 32 + 32 * 25 * 64 * 16 * 16 + 64 * 9 * 128 * 8 * 8);
        double linear = 2.0 * (2048 * 256 + 256 * 10);
        assertThat(StepFlops.inference(Networks.bottleneck(10, 32))).isCloseTo(convolutions + linear, within(0.5));
    }

    /** Strides leave a quarter of the places; the first layer is residual, and both its paths take the images. */
    @Test
    void bothWaysOfAResidualLayer_count_andTheImagesNeedNoGradient() {
        NetworkSpec spec = new NetworkSpec(
                "residual",
                8,
                1,
                List.of(
                        new Layer.Residual(
                                List.of(new Layer.Convolution(4, 3, 1, 2), new Layer.Convolution(4, 3, 1)),
                                List.of(new Layer.Convolution(4, 1, 0, 2))),
                        new Layer.GlobalAveragePool()),
                List.of(new Layer.Linear(2)),
                List.of(new Layer.Linear(1)),
                0,
                NetworkSpec.Statistics.SHARED);
        double first = 2.0 * 9 * 4 * 4 * 4 + 2.0 * 4 * 4 * 4;
        double second = 2.0 * 4 * 9 * 4 * 4 * 4;
        double labels = 2.0 * 4 * 2;
        assertThat(StepFlops.inference(spec)).isEqualTo(first + second + labels);
        assertThat(StepFlops.training(spec, SourceOnly.TYPE)).isEqualTo(2 * first + 3 * (second + labels));
    }

    /** Each of 4 groups of 2 channels sees itself alone; both ways of a concatenation count. */
    @Test
    void groups_andBothWaysOfAConcatenation_count() {
        NetworkSpec spec = new NetworkSpec(
                "ways",
                8,
                1,
                List.of(
                        new Layer.Convolution(8, 1, 0),
                        new Layer.GroupedConvolution(8, 3, 1, 2, 4),
                        new Layer.Concatenation(
                                List.of(new Layer.Convolution(2, 1, 0)), List.of(new Layer.Convolution(3, 3, 1))),
                        new Layer.GlobalAveragePool()),
                List.of(new Layer.Linear(2)),
                List.of(new Layer.Linear(1)),
                0,
                NetworkSpec.Statistics.SHARED);
        double first = 2.0 * 8 * 8 * 8;
        double grouped = 2.0 * 2 * 9 * 8 * 4 * 4;
        double ways = 2.0 * 8 * 2 * 4 * 4 + 2.0 * 8 * 9 * 3 * 4 * 4;
        assertThat(StepFlops.inference(spec)).isEqualTo(first + grouped + ways + 2.0 * 5 * 2);
    }

    /** Without bfloat16 {@code quick} takes eight minutes on two cores; {@code demo} may take three. */
    @Test
    void presetDemo_takesAtMostAnEighthOfTheWorkOfQuick() {
        assertThat(work(Preset.DEMO)).isLessThan(work(Preset.QUICK) / 8);
    }

    /** Returns the operations of all trainings of a comparison of all methods on the embedded pair. */
    private static double work(Preset preset) {
        Recipe recipe = preset.recipe(DataCatalog.entry("printed"), DataCatalog.entry("textured"));
        double bounds = StepFlops.sourceOnly(recipe.network())
                * (recipe.images(SourceOnly.TYPE) + recipe.images(SourceOnly.ON_TARGET));
        return bounds + StepFlops.dann(recipe.network()) * recipe.images(Dann.TYPE);
    }
}
