package io.github.dann4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.adapt.selftraining.PseudoLabels;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.model.NetworkSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recipes as people write them. */
class RecipeTemplateTest {
    private static final DatasetInfo MNIST = DataCatalog.entry("mnist");
    private static final DatasetInfo ROWS = DataCatalog.entry("amazon-books");
    private static final DatasetInfo SIGNS = DataCatalog.entry("syn-signs");
    private static final DatasetInfo GTSRB = DataCatalog.entry("gtsrb");

    @TempDir
    private Path temp;

    private Recipe read(String text, DatasetInfo source, DatasetInfo target) throws IOException {
        return RecipeFile.read(Files.writeString(temp.resolve("mine.json"), text), source, target);
    }

    @Test
    void aRecipe_beginsFromAShippedOne_withItsVariants() throws IOException {
        String mine = """
                // mine
                {"extends": "dann", "set": {"steps": 50, "dann.lambda.max": 0.3}}""".replace("dann.lambda", "methods.dann.lambda");

        Recipe recipe = read(mine, MNIST, MNIST);
        assertThat(recipe)
                .isEqualTo(RecipeFile.with(
                        RecipeFile.with(Preset.DANN.recipe(MNIST, MNIST), "steps", "50"), "dann.lambda.max", "0.3"));
        assertThat(read(mine, SIGNS, GTSRB).network())
                .isEqualTo(Preset.DANN.recipe(SIGNS, GTSRB).network());
    }

    @Test
    void whatIsTrainedByDefault_isOfTheFile_elseOfItsBase_elseOfBest() throws IOException {
        assertThat(defaults("{\"extends\": \"quick\", \"compare\": [\"source-only\", \"mcc\"], \"train\": \"mcc\"}"))
                .isEqualTo(new RecipeDefaults(List.of(SourceOnly.TYPE, Methods.of("mcc")), Methods.of("mcc"), 1));
        assertThat(defaults("{\"extends\": \"self-training\", \"seeds\": 5}"))
                .isEqualTo(new RecipeDefaults(
                        List.of(SourceOnly.TYPE, Methods.of("adabn"), Methods.of("mean-teacher"), SourceOnly.ON_TARGET),
                        Methods.of("mean-teacher"),
                        5));
        assertThat(defaults(RecipeFile.text(Preset.QUICK.recipe(MNIST, MNIST))))
                .isEqualTo(Preset.BEST.defaults(MNIST, MNIST));
    }

    @Test
    void best_trainsPseudoLabelsOnImages_andDannOnRows() throws IOException {
        assertThat(Preset.BEST.defaults(MNIST, MNIST).trained()).isEqualTo(PseudoLabels.TYPE);
        assertThat(Preset.BEST.defaults(MNIST, MNIST).compared())
                .containsExactly(
                        SourceOnly.TYPE, Methods.of("adabn"), Dann.TYPE, PseudoLabels.TYPE, SourceOnly.ON_TARGET);
        for (Preset preset : List.of(Preset.DANN, Preset.QUICK, Preset.DEMO)) {
            assertThat(preset.defaults(MNIST, MNIST).trained())
                    .as(preset.label())
                    .isEqualTo(Dann.TYPE);
        }
        for (Preset preset : Preset.values()) {
            RecipeDefaults onRows = preset.defaults(ROWS, ROWS);
            assertThat(Stream.concat(onRows.compared().stream(), Stream.of(onRows.trained())))
                    .as(preset.label())
                    .noneMatch(method -> method.needs().needsImages());
        }
    }

    /** What a file says itself stands above the variants of its base. */
    @Test
    void aFilesOwnMethod_isTrainedOnRowsToo() throws IOException {
        Path file = Files.writeString(temp.resolve("mine.json"), "{\"extends\": \"best\", \"train\": \"mcc\"}");
        RecipeDefaults onRows = RecipeFile.defaults(file, ROWS, ROWS);
        assertThat(onRows.trained()).isEqualTo(Methods.of("mcc"));
        assertThat(onRows.compared()).doesNotContain(PseudoLabels.TYPE);
    }

    @Test
    void unknownMethodsAndNoSeeds_areRefused() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> defaults("{\"extends\": \"best\", \"train\": \"dnn\"}"))
                .withMessageContaining("mine.json: no method 'dnn'; there are source-only, ");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> defaults("{\"extends\": \"best\", \"seeds\": 0}"))
                .withMessageContaining("seeds must be at least 1, got 0");
    }

    private RecipeDefaults defaults(String text) throws IOException {
        return RecipeFile.defaults(Files.writeString(temp.resolve("mine.json"), text), MNIST, MNIST);
    }

    @Test
    void selfTraining_variesColours_butNotThoseOfRoadSigns() {
        Augmentation digits = Preset.SELF_TRAINING.recipe(MNIST, MNIST).augmentation();
        Augmentation signs = Preset.SELF_TRAINING.recipe(SIGNS, GTSRB).augmentation();

        assertThat(digits.recolouring()).isEqualTo(0.8);
        assertThat(digits.inversion()).isEqualTo(0.5);
        assertThat(signs.recolouring()).isZero();
        assertThat(signs.inversion()).isZero();
        assertThat(signs.noise()).isEqualTo(digits.noise());
    }

    /** The recipe for features varies images where they go through a backbone that is trained. */
    @Test
    void photographs_areCroppedAndMirrored_butNotDigits() {
        Augmentation photographs = Preset.PHOTOGRAPHS.recipe(ROWS, ROWS).augmentation();
        Augmentation digits = Preset.PHOTOGRAPHS.recipe(MNIST, MNIST).augmentation();

        assertThat(photographs.crop()).isEqualTo(0.5);
        assertThat(photographs.flip()).isEqualTo(0.5);
        assertThat(photographs.rotation()).isZero();
        assertThat(digits.crop()).isEqualTo(1);
        assertThat(digits.flip()).isZero();
    }

    /** So a recipe fits any number of classes. */
    @Test
    void aNamedNetwork_hasAsManyClassesAsTheSource() throws IOException {
        String mine = "{\"extends\": \"best\", \"network\": {\"named\": \"narrow-bottleneck\", \"inputSize\": 24}}";

        assertThat(read(mine, MNIST, MNIST).network().classes()).isEqualTo(10);
        assertThat(read(mine, SIGNS, GTSRB).network().classes()).isEqualTo(43);
        assertThat(read(mine, MNIST, MNIST).network().images().size()).isEqualTo(24);
    }

    @Test
    void whatARecipeSaysItself_standsAboveTheVariantsOfItsBase() throws IOException {
        assertThat(read("{\"extends\": \"best\", \"set\": {\"network.inputSize\": 48}}", SIGNS, GTSRB)
                        .network()
                        .images()
                        .size())
                .isEqualTo(48);
        assertThat(read("{\"extends\": \"paper\", \"network\": {\"named\": \"svhn\"}}", SIGNS, GTSRB)
                        .network()
                        .name())
                .isEqualTo("svhn");
        assertThat(read("{\"extends\": \"paper\", \"network\": {\"named\": \"mnist\"}}", MNIST, MNIST)
                        .network()
                        .initialisation())
                .isEqualTo(NetworkSpec.Initialisation.UNIFORM);
        assertThat(read(
                                "{\"extends\": \"paper\", \"network\": {\"named\": \"mnist\", \"initialisation\": \"XAVIER\"}}",
                                MNIST,
                                MNIST)
                        .network()
                        .initialisation())
                .isEqualTo(NetworkSpec.Initialisation.XAVIER);
    }

    @Test
    void whatIsShown_canBeReadBack() throws IOException {
        for (Preset preset : Preset.values()) {
            Recipe recipe = preset.recipe(MNIST, MNIST);
            assertThat(read(RecipeFile.text(recipe), MNIST, MNIST)).isEqualTo(recipe);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'extends': 'bets'} | no shipped recipe 'bets'; the shipped recipes are demo, quick, paper, dann, best",
                "{'extends': '../recipes/best'} | no shipped recipe '../recipes/best'",
                "{'extends': 'best', 'set': {'stepz': 3}} | changes 'stepz', but there is no such value",
                "{'extends': 'best', 'set': {'methods.dann.lamda.max': 3}} | changes 'methods.dann.lamda.max'",
                "{'extends': 'best', 'network': {'named': 'resnet'}} | no network 'resnet'; the networks are mnist, svhn",
                "{'extends': 'best', 'network': {'named': 'bottleneck'}} | needs an inputSize, an integer of at least 1, got none",
                "{'extends': 'best', 'network': {'named': 'svhn', 'inputSize': 28}} | the network svhn has a fixed input, 32 pixels; remove inputSize",
                "{'extends': 'best', 'network': {'named': 'mnist', 'size': 32}} | a named network has no 'size'; its keys are named, inputSize, initialisation",
                "{'extends': 'best', 'network': {'named': 'mnist', 'initialisation': 'HEE'}} | no initialisation \"HEE\"; the initialisations are UNIFORM, XAVIER, GLOROT, HE",
                "{'extends': 'best', 'stepz': 3} | stepz",
                "{'extends': 'best', 'steps': 2.5} | steps: Cannot coerce Floating-point value (2.5) to `int`",
                "{'steps': 3} | Missing creator property",
            })
    void aRecipeWithOneThingWrong_isRefusedInALine(String text, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read(text.replace('\'', '"'), MNIST, MNIST))
                .withMessageContaining("mine.json: ")
                .withMessageContaining(message);
    }
}
