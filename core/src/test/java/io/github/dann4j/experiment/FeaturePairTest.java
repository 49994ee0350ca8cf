package io.github.dann4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.DataKind;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.predict.Predictor;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RecipeFile;
import io.github.dann4j.recipe.RunJson;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trains on rows of features instead of images, saves the model and predicts. */
class FeaturePairTest {
    static {
        Threads.use(1);
    }

    private static final List<String> CLASSES = List.of("low", "high", "wide");
    private static final DatasetInfo ENTRY =
            new DatasetInfo("toy", "Toy", CLASSES, DataKind.FEATURES, 3, "toy", "ours", "");
    private static final Recipe RECIPE = Preset.DANN.recipe(ENTRY, ENTRY).withSteps(60);

    @TempDir
    private Path temp;

    /** Three clusters; those of the target are shifted, and its second column has another unit. */
    private static FeatureSet clusters(Split split, int count, double shift, double unit, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
            rows[i] = new float[] {
                (float) (4 * (labels[i] == 0 ? 1 : 0) + random.nextGaussian() + shift),
                (float) (unit * (4 * (labels[i] == 1 ? 1 : 0) + random.nextGaussian())),
                (float) (4 * (labels[i] == 2 ? 1 : 0) + random.nextGaussian() - shift)
            };
        }
        return FeatureSet.labeled("toy", split, rows, labels, CLASSES);
    }

    private static DomainPair pair() {
        return pair(RECIPE);
    }

    private static DomainPair pair(Recipe recipe) {
        try (FeatureSet sourceTrain = clusters(Split.TRAIN, 300, 0, 1, 1);
                FeatureSet sourceTest = clusters(Split.TEST, 150, 0, 1, 2);
                FeatureSet targetTrain = clusters(Split.TRAIN, 300, 1, 1.5, 3);
                FeatureSet targetTest = clusters(Split.TEST, 150, 1, 1.5, 4)) {
            return new DomainPair(sourceTrain, sourceTest, targetTrain, targetTest, recipe);
        }
    }

    @Test
    void thePreset_takesANetworkForTheColumns() {
        assertThat(RECIPE.network().name()).isEqualTo("perceptron");
        assertThat(RECIPE.network().input().shape()).containsExactly(3);
        assertThat(RECIPE.network().classes()).isEqualTo(3);
        assertThat(RunJson.write(RECIPE)).contains("\"type\" : \"features\"", "\"columns\" : 3");
        assertThatThrownBy(() -> Preset.PAPER.recipe(ENTRY, ENTRY))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("toy holds vectors of features, but the network mnist takes images");
    }

    static List<MethodType<?>> methodsWithoutImages() {
        return Methods.all().stream()
                .filter(method -> !method.needs().needsImages())
                .toList();
    }

    @Test
    void aMethodThatNeedsImages_isRefusedBeforeAnyTraining() {
        List<MethodType<?>> needy = Methods.all().stream()
                .filter(method -> method.needs().needsImages())
                .toList();
        assertThat(needy).isNotEmpty();
        Comparison comparison = new Comparison("toy", "toy", "best", RECIPE, needy, List.of(0L));
        try (DomainPair pair = pair()) {
            assertThatThrownBy(() -> ComparisonRun.requirePossible(comparison, pair))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(
                            needy.get(0) + " needs images, for their strong views, and toy and toy hold none");
        }
    }

    @ParameterizedTest
    @MethodSource("methodsWithoutImages")
    void everyMethod_learnsFromThem(MethodType<?> method) {
        try (DomainPair pair = pair();
                TrainedRun run =
                        new Experiment(pair, RECIPE, Precision.FP32, ExperimentListener.SILENT).train(method, 0)) {
            assertThat(run.record().targetAccuracy()).isGreaterThan(0.8);
            assertThat(run.record().sourceAccuracy()).isGreaterThan(0.6);
        }
    }

    @Test
    void aSavedModel_predictsRowsAsTheTrainedNetworkDid() {
        try (DomainPair pair = pair();
                TrainedRun run =
                        new Experiment(pair, RECIPE, Precision.FP32, ExperimentListener.SILENT).train(Dann.TYPE, 0)) {
            Path file = temp.resolve("model.safetensors");
            ModelCard card = run.card(pair);
            assertThat(card.takesImages()).isFalse();
            assertThat(card.imageSizes()).isEmpty();
            SavedModel.write(file, run.network(), card, pair.trainingExamples());
            try (SavedModel saved = SavedModel.read(file);
                    FeatureSet test = clusters(Split.TEST, 150, 1, 1.5, 4)) {
                assertThat(saved.card()).isEqualTo(card);
                assertThat(saved.evaluate(test, run.targetStatistics(), Precision.FP32)
                                .accuracy())
                        .isEqualTo(run.record().targetAccuracy());
                assertThat(saved.trainingExamples().countIn(test)).isZero();
            }
            try (Predictor predictor = Predictor.open(file)) {
                assertThat(predictor.predict(new float[][] {{5, 0, -1}, {1, 6, -1}}).stream()
                                .map(prediction -> prediction.best().name()))
                        .containsExactly("low", "high");
                assertThatThrownBy(() -> predictor.predict(new float[][] {{1, 2}}))
                        .isInstanceOf(DataException.class)
                        .hasMessageContaining("has 2 columns of features, but 3 are expected");
                assertThatThrownBy(() -> predictor.card().imageInput(Domain.TARGET))
                        .isInstanceOf(ModelException.class)
                        .hasMessageContaining("takes vectors of features, not images");
            }
        }
    }

    @Test
    void imagesAndFeatures_doNotMix() {
        byte[] pixels = new byte[300 * 64];
        int[] labels = new int[300];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 3;
        }
        try (ImageSet images = ImageSet.labeled("pics", Split.TRAIN, pixels, new ImageSize(8, 8), 1, labels, CLASSES);
                FeatureSet features = clusters(Split.TRAIN, 300, 0, 1, 1)) {
            assertThatThrownBy(() -> new DomainPair(features, features, images, images, RECIPE))
                    .isInstanceOf(DataException.class)
                    .hasMessage(
                            "pics train contains images, but the network takes vectors of 3 features; use a file of features, or a network for images");
        }
    }

    @Test
    void aScalingForImages_isRefused() {
        Recipe lifted = RecipeFile.with(RECIPE, "scaling", "LIFTED");
        assertThatThrownBy(() -> pair(lifted))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("scaling LIFTED does not apply");
    }

    @Test
    void sameSeed_sameBits() {
        assertThat(accuracyAndCurve(7)).isEqualTo(accuracyAndCurve(7));
    }

    private static String accuracyAndCurve(long seed) {
        try (DomainPair pair = pair();
                TrainedRun run = new Experiment(pair, RECIPE, Precision.FP32, ExperimentListener.SILENT)
                        .train(SourceOnly.TYPE, seed)) {
            return RunJson.write(run.record().curve());
        }
    }
}
