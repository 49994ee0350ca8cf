package io.github.dann4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Augmentations;
import io.github.dann4j.data.prepare.StrongAugmentation;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.result.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeTest {
    @TempDir
    private Path temp;

    private static final DatasetInfo MNIST = DataCatalog.entry("mnist");
    private static final DatasetInfo MNIST_M = DataCatalog.entry("mnist-m");

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

    /**
     * Every image dataset of the catalogue as both domains: the paper's network, its learning rate, the side of the
     * project's network.
     */
    @ParameterizedTest
    @CsvSource({
        "mnist, mnist, annealed, 32",
        "mnist-m, mnist, annealed, 32",
        "usps, mnist, annealed, 32",
        "printed, mnist, annealed, 32",
        "textured, mnist, annealed, 32",
        "svhn, svhn, constant, 32",
        "svhn-extra, svhn, constant, 32",
        "syn-numbers, svhn, annealed, 32",
        "syn-numbers-official, svhn, annealed, 32",
        "syn-signs, gtsrb, annealed, 40",
        "gtsrb, gtsrb, annealed, 40",
        "office31-amazon, mnist, annealed, 32",
        "office31-dslr, mnist, annealed, 32",
        "office31-webcam, mnist, annealed, 32"
    })
    void presets_dependOnWhatADatasetShows(String name, String net, String rate, int side) {
        DatasetInfo entry = DataCatalog.entry(name);
        Recipe paper = Preset.PAPER.recipe(entry, entry);

        assertThat(paper.network().name()).isEqualTo(net);
        assertThat(paper.learningRate() instanceof LearningRate.Constant ? "constant" : "annealed")
                .isEqualTo(rate);
        assertThat(Preset.DANN.recipe(entry, entry).network().images().size()).isEqualTo(side);
        assertThat(Preset.BEST.recipe(entry, entry).network().images().size()).isEqualTo(side);
        KNOWN.add(name);
    }

    private static final Set<String> KNOWN = new HashSet<>();

    @AfterAll
    static void presets_areKnownForEveryDatasetOfTheCatalogue() {
        assertThat(KNOWN)
                .containsExactlyInAnyOrderElementsOf(DataCatalog.entries().stream()
                        .filter(entry -> !entry.isFeatures())
                        .map(DatasetInfo::name)
                        .toList());
    }

    @Test
    void aFolderOf43Classes_isNoRoadSigns_unlessTheOtherDomainIs() throws IOException {
        for (int i = 0; i < 43; i++) {
            Files.writeString(Files.createDirectories(temp.resolve("class" + i)).resolve("1.png"), "");
        }
        DatasetInfo flowers = DataCatalog.entry("folder:" + temp);

        assertThat(flowers.classes()).isEqualTo(43);
        assertThat(Preset.PAPER.recipe(flowers, flowers).network().name()).isEqualTo("mnist");
        assertThat(Preset.DANN.recipe(flowers, flowers).network().images().size())
                .isEqualTo(32);
        assertThat(Preset.DANN
                        .recipe(flowers, DataCatalog.entry("gtsrb"))
                        .network()
                        .images()
                        .size())
                .isEqualTo(40);
    }

    @Test
    void presets_giveThePublishedResultsTheirNets() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of("..", "docs", "results"))) {
            files = all.filter(file -> file.toString().matches(".*(dann/|robustness/).*\\.json"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(50);
        for (Path file : files) {
            JsonNode result = RunJson.tree(Files.readString(file));
            Recipe recipe = Preset.DANN.recipe(
                    DataCatalog.entry(result.path("source").asText()),
                    DataCatalog.entry(result.path("target").asText()));
            assertThat(recipe.network())
                    .as(file.toString())
                    .isEqualTo(
                            RunJson.read(result.path("recipe").path("network").toString(), NetworkSpec.class));
        }
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
    void dannAndBest_areOneRecipeEach_forAllDigits() {
        for (Preset preset : List.of(Preset.DANN, Preset.BEST)) {
            assertThat(preset.recipe(DataCatalog.entry("svhn"), MNIST)).isEqualTo(preset.recipe(MNIST, MNIST_M));
        }
    }

    /** So that the results of both can be compared. */
    @Test
    void best_isDannWithAnotherNetwork() {
        Recipe dann = Preset.DANN.recipe(MNIST, MNIST_M);
        Recipe best = Preset.BEST.recipe(MNIST, MNIST_M);
        assertThat(best.network().name()).isEqualTo("associative");
        assertThat(best.with(dann.network(), dann.preprocessing())).isEqualTo(dann);
    }

    @Test
    void recipesOfTheExperiments_canBeRead() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "docs", "recipes"))) {
            assertThat(files.map(file -> RecipeFile.read(file, MNIST, MNIST_M))).isNotEmpty();
        }
    }

    @Test
    void recipesOfAllPublishedResults_canBeRead() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "docs", "results", "dann"))) {
            List<Path> results =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(results.stream().map(file -> RecipeFile.read(file, MNIST, MNIST_M)))
                    .hasSizeGreaterThan(20);
        }
    }

    @Test
    void resultsFromBeforeAugmentation_areRecipesWithoutIt() {
        Recipe recipe = RecipeFile.read(
                Path.of("..", "docs", "results", "mnist-to-mnist-m-compact-seed0.json"), MNIST, MNIST_M);
        assertThat(recipe.augmentation()).isEqualTo(Augmentation.NONE);
        assertThat(recipe).isEqualTo(RecipeFile.read(Path.of("..", "docs", "recipes", "compact.json"), MNIST, MNIST_M));
    }

    @Test
    void augmentation_isForSmallDomains_howeverLongTheRun() {
        Recipe best = Preset.DANN.recipe(MNIST, MNIST_M);
        Recipe quick = Preset.QUICK.recipe(MNIST, MNIST_M);

        assertThat(best.augmentation(9_999)).isEqualTo(best.augmentation()).isNotEqualTo(Augmentation.NONE);
        assertThat(best.augmentation(10_000)).isEqualTo(Augmentation.NONE);
        assertThat(quick.augmentation(9_999)).isEqualTo(best.augmentation());
    }

    @Test
    void strongViews_areStrong_howeverManyImagesThereAre() {
        Recipe best = Preset.DANN.recipe(MNIST, MNIST_M);

        assertThat(best.augmentations(10_000)).isEqualTo(new Augmentations(Augmentation.NONE, best.strong()));
        assertThat(best.augmentations(9_999)).isEqualTo(new Augmentations(best.augmentation(), best.strong()));
        assertThat(best.strong())
                .as("one set of values, in the files and in the code")
                .isEqualTo(Preset.PAPER.recipe(MNIST, MNIST_M).strong())
                .isEqualTo(StrongAugmentation.DEFAULT);
        assertThat(RecipeFile.with(best, "strong.inversion", "0.5").strong())
                .isEqualTo(new StrongAugmentation(0.2, 0.1, 2, 0.2, 0.5, 0.25));
        assertThatThrownBy(() -> RecipeFile.with(best, "strong.cutout", "0.9"))
                .hasMessage("strong.cutout=0.9: strong: strong augmentation: cutout must be 0.0 to 0.5, got 0.9");
        assertThatThrownBy(() -> RecipeFile.with(best, "augmentation.noise", "2"))
                .as("the name once, not as the path and again as the beginning of the message")
                .hasMessage("augmentation.noise=2: augmentation: noise must be 0.0 to 1.0, got 2.0");
    }

    @Test
    void quick_isBestWithFewerSteps() {
        Recipe best = Preset.DANN.recipe(MNIST, MNIST_M);
        Recipe quick = Preset.QUICK.recipe(MNIST, MNIST_M);

        assertThat(quick.steps()).isLessThan(best.steps());
        assertThat(quick.withSteps(best.steps())).isEqualTo(best);
    }

    /**
     * The effect of --scale-learning-rate: batches of 256 instead of 64, and a rate that rises to four times its value
     * and still falls.
     */
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
        Recipe recipe = Preset.DANN.recipe(MNIST, MNIST_M);
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
