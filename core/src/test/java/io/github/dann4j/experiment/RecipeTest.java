package io.github.dann4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dann4j.data.Augmentation;
import io.github.dann4j.data.DataCatalog;
import io.github.dann4j.data.DataEntry;
import io.github.dann4j.train.LearningRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeTest {
    private static final DataEntry MNIST = DataCatalog.entry("mnist");
    private static final DataEntry MNIST_M = DataCatalog.entry("mnist-m");

    @ParameterizedTest
    @EnumSource(Preset.class)
    void everyPreset_survivesJson(Preset preset) throws JsonProcessingException {
        Recipe recipe = preset.recipe(MNIST, MNIST_M);
        assertThat(RunJson.read(RunJson.write(recipe), Recipe.class)).isEqualTo(recipe);
    }

    @ParameterizedTest
    @CsvSource({"mnist, mnist-m, mnist", "svhn, mnist, svhn", "mnist, svhn, svhn", "syn-signs, gtsrb, gtsrb"})
    void paper_takesThePapersNetForThePair(String source, String target, String net) {
        Recipe recipe = Preset.PAPER.recipe(DataCatalog.entry(source), DataCatalog.entry(target));
        assertThat(recipe.network().name()).isEqualTo(net);
    }

    @Test
    void paper_annealsTheLearningRateExceptWhenTrainingOnSvhn() {
        LearningRate annealed = Preset.PAPER.recipe(MNIST, MNIST_M).learningRate();
        LearningRate constant =
                Preset.PAPER.recipe(DataCatalog.entry("svhn"), MNIST).learningRate();

        assertThat(annealed.at(0)).isEqualTo(0.01);
        assertThat(annealed.at(1)).isCloseTo(0.01 / Math.pow(11, 0.75), within(1e-12));
        assertThat(constant.at(1)).isEqualTo(0.01);
    }

    @Test
    void best_isOneRecipeForAllDigits() {
        assertThat(Preset.BEST.recipe(DataCatalog.entry("svhn"), MNIST)).isEqualTo(Preset.BEST.recipe(MNIST, MNIST_M));
    }

    @Test
    void recipesOfTheExperiments_canBeRead() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "docs", "recipes"))) {
            assertThat(files.map(RecipeFile::read)).isNotEmpty();
        }
    }

    @Test
    void resultsFromBeforeAugmentation_areRecipesWithoutIt() {
        Recipe recipe = RecipeFile.read(Path.of("..", "docs", "results", "mnist-to-mnist-m-compact-seed0.json"));
        assertThat(recipe.augmentation()).isEqualTo(Augmentation.NONE);
        assertThat(recipe).isEqualTo(RecipeFile.read(Path.of("..", "docs", "recipes", "compact.json")));
    }

    @Test
    void augmentation_isForSmallDomains_howeverLongTheRun() {
        Recipe best = Preset.BEST.recipe(MNIST, MNIST_M);
        Recipe quick = Preset.QUICK.recipe(MNIST, MNIST_M);

        assertThat(best.augmentation(9_999)).isEqualTo(best.augmentation()).isNotEqualTo(Augmentation.NONE);
        assertThat(best.augmentation(10_000)).isEqualTo(Augmentation.NONE);
        assertThat(quick.augmentation(9_999)).isEqualTo(best.augmentation());
    }

    @Test
    void quick_isBestWithFewerSteps() {
        Recipe best = Preset.BEST.recipe(MNIST, MNIST_M);
        Recipe quick = Preset.QUICK.recipe(MNIST, MNIST_M);

        assertThat(quick.steps()).isLessThan(best.steps());
        assertThat(quick.withSteps(best.steps())).isEqualTo(best);
    }

    /** What --scale-learning-rate does: batches of 256 instead of 64, and a rate that ends four times as high and still falls. */
    @Test
    void largerBatchWithItsRate_keepsTheScheduleAndEndsAtItsMultiple() {
        Recipe scaled = Preset.PAPER.recipe(MNIST, MNIST_M).withBatchSizeAndRate(256, 0.1);

        assertThat(scaled.batchSize()).isEqualTo(256);
        assertThat(scaled.learningRate().at(0)).isCloseTo(0.01, within(1e-12));
        assertThat(scaled.learningRate().at(0.5)).isCloseTo(4 * 0.00260847, within(1e-7));
        assertThat(scaled.learningRate().at(1)).isCloseTo(4 * 0.00165560, within(1e-7));
    }

    @Test
    void impossibleNumbers_areRefusedWithRuleAndValue() {
        Recipe recipe = Preset.BEST.recipe(MNIST, MNIST_M);
        assertThatThrownBy(() -> recipe.withSteps(0))
                .hasMessageContaining("steps")
                .hasMessageContaining("got 0");
        assertThatThrownBy(() -> recipe.withBatchSize(1))
                .hasMessageContaining("batch")
                .hasMessageContaining("got 1");
        assertThatThrownBy(() -> recipe.withLambda(-0.5))
                .hasMessageContaining("lambda")
                .hasMessageContaining("-0.5");
    }

    @Test
    void figure_hasTheSampleStandardDeviation() {
        Figure figure = Figure.of(List.of(0.2, 0.4, 0.9));
        assertThat(figure.mean()).isCloseTo(0.5, within(1e-12));
        assertThat(figure.sd()).isCloseTo(Math.sqrt((0.09 + 0.01 + 0.16) / 2), within(1e-12));
        assertThat(Figure.of(List.of(0.3)).sd()).isZero();
    }
}
