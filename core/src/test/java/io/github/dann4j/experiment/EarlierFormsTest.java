package io.github.dann4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.StrongAugmentation;
import io.github.dann4j.model.Head;
import io.github.dann4j.model.HeadInput;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Term;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads what earlier versions wrote, with their keys and values. */
class EarlierFormsTest {
    private static final String NETWORK = """
            {"name": "n", "inputSize": 8, "inputChannels": 3, "features": [{"type": "flatten"}],
             "labelHead": [{"type": "linear", "features": 10}],
             "domainHead": [{"type": "linear", "features": 4}, {"type": "relu"}, {"type": "linear", "features": 1}],
             "maxNorm": 0.0, "statistics": "SHARED"}""";

    private static final String RECIPE = """
            {"network": %s, "resize": "BILINEAR", "scaling": "MEAN_SUBTRACTION", "augmentation":
             {"zoom": 1.3, "rotation": 10.0, "shift": 0.1, "contrast": 1.0, "inversion": 0.0}, "augmentBelow": 100,
             "steps": 50, "batchSize": 64, "learningRate": {"type": "constant", "rate": 0.01},
             "optimizer": {"type": "sgd", "momentum": 0.9, "weightDecay": 0.0},
             "dann": {"lambda": {"gamma": 10.0, "max": 0.7}, "passes": "JOINT", "warmUp": 0.0, "resample": false}}""".formatted(NETWORK);

    @Test
    void dannsSettings_wereAFieldOfTheRecipe_andHeadsTwoFieldsOfTheNetwork() throws JsonProcessingException {
        Recipe recipe = RunJson.read(RECIPE, Recipe.class);

        DannSettings dann = new DannSettings(new LambdaSchedule(10, 0.7), DannSettings.Passes.JOINT, 0, false);
        assertThat(recipe.methods()).containsExactly(entry("dann", dann));
        assertThat(recipe.network().input()).isEqualTo(new NetworkInput.Images(8, 3));
        assertThat(recipe.targetLabels()).isZero();
        assertThat(recipe.network().initialisation()).isEqualTo(NetworkSpec.Initialisation.UNIFORM);
        assertThat(recipe.network().heads())
                .containsExactly(
                        entry("labels", new Head(List.of(new Layer.Linear(10)), new HeadInput.Features())),
                        entry(
                                "domains",
                                new Head(
                                        List.of(new Layer.Linear(4), new Layer.Relu(), new Layer.Linear(1)),
                                        new HeadInput.Features())));
        assertThat(RunJson.read(RunJson.write(recipe), Recipe.class)).isEqualTo(recipe);
    }

    @Test
    void aFormThatIsNotKnownYet_isRefused() throws JsonProcessingException {
        String today = RunJson.write(RunJson.read(RECIPE, Recipe.class));
        assertThat(today).contains("\"format\" : 3");

        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> RunJson.read(today.replace("\"format\" : 3", "\"format\" : 4"), Recipe.class))
                .satisfies(e -> assertThat(RunJson.problem(e))
                        .startsWith("its format is 4, and this version reads formats up to 3;"));
    }

    @Test
    void recipesOnceHadNoAugmentation_andDannNoWarmUp() throws JsonProcessingException {
        String oldest = RECIPE.replaceFirst("(?s)\"augmentation\":.*?\"augmentBelow\": 100,", "")
                .replace(", \"warmUp\": 0.0, \"resample\": false", "");
        assertThat(oldest).doesNotContain("augment", "warmUp");

        Recipe recipe = RunJson.read(oldest, Recipe.class);

        assertThat(recipe.augmentation()).isEqualTo(Augmentation.NONE);
        assertThat(recipe.augmentBelow()).isZero();
        assertThat(recipe.methods().get("dann"))
                .isEqualTo(new DannSettings(new LambdaSchedule(10, 0.7), DannSettings.Passes.JOINT, 0, false));
    }

    @Test
    void recipesOnceHadNoStrongViews_whichNoMethodAskedFor() throws JsonProcessingException {
        Recipe recipe = RunJson.read(RECIPE, Recipe.class);

        assertThat(recipe.strong()).isEqualTo(StrongAugmentation.DEFAULT);
        assertThat(recipe.augmentation()).isEqualTo(new Augmentation(1.3, 10, 0.1, 1, 0));
        assertThat(RunJson.write(recipe)).contains("\"strong\" : {");
    }

    @Test
    void convolutions_hadNoStride() throws JsonProcessingException {
        Layer.Convolution earlier = new Layer.Convolution(4, 3, 1);
        assertThat(RunJson.read("""
                {"type": "convolution", "channels": 4, "kernel": 3, "padding": 1}""", Layer.class)).isEqualTo(earlier);

        Layer residual =
                new Layer.Residual(List.of(earlier, new Layer.BatchNorm()), List.of(new Layer.Convolution(4, 1, 0, 2)));
        assertThat(RunJson.read(RunJson.write(residual), Layer.class)).isEqualTo(residual);
        assertThat(RunJson.read(RunJson.write(residual).replaceAll(",\\s*\"stride\" : 1", ""), Layer.class))
                .isEqualTo(residual);
    }

    @Test
    void methods_wereTheConstantsOfAnEnum() throws JsonProcessingException {
        Comparison comparison = RunJson.read("""
                {"source": "printed", "target": "textured", "preset": "quick", "recipe": %s,
                 "methods": ["SOURCE_ONLY", "ADABN", "DANN", "TARGET_ONLY"], "seeds": [0]}""".formatted(RECIPE), Comparison.class);

        assertThat(comparison.methods()).containsExactly(SourceOnly.TYPE, AdaBn.TYPE, Dann.TYPE, SourceOnly.ON_TARGET);
    }

    @Test
    void trainings_hadNoValidators() throws JsonProcessingException {
        RunRecord earlier = RunJson.read("""
                {"method": "adabn", "seed": 0, "targetAccuracy": 0.7, "sourceAccuracy": 0.9, "domainAccuracy": null,
                 "signals": {"entropy": 0.1, "imbalance": 0.02}, "shares": null, "seconds": 1.0, "imagesPerSecond": 9.0,
                 "targetConfusion": [], "curve": [], "exchange": null, "setbacks": []}""", RunRecord.class);

        assertThat(earlier.validators()).isEmpty();
        assertThat(RunJson.read(RunJson.write(earlier), RunRecord.class).validators())
                .isEmpty();
    }

    @Test
    void termsOfAPoint_wereFields_nullWhereAMethodHadNone() throws JsonProcessingException {
        RunRecord.CurvePoint dann = RunJson.read("""
                {"step": 50, "labelLoss": 0.5, "domainLoss": 0.6, "lambda": 0.3, "labelGradient": 0.1,
                 "domainGradient": 0.2, "learningRate": 0.01, "sourceAccuracy": 0.9, "targetAccuracy": null}""", RunRecord.CurvePoint.class);
        RunRecord.CurvePoint sourceOnly = RunJson.read("""
                {"step": 50, "labelLoss": 0.5, "domainLoss": null, "lambda": null, "labelGradient": null,
                 "domainGradient": null, "learningRate": 0.01, "sourceAccuracy": 0.9, "targetAccuracy": 0.4}""", RunRecord.CurvePoint.class);

        assertThat(dann.terms())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "labelLoss",
                        0.5,
                        "domainLoss",
                        0.6,
                        "lambda",
                        0.3,
                        "labelGradient",
                        0.1,
                        "domainGradient",
                        0.2));
        assertThat(dann.targetAccuracy()).isNull();
        assertThat(sourceOnly.terms()).containsExactly(entry("labelLoss", 0.5));
        assertThat(sourceOnly.term(Term.DOMAIN_LOSS)).isNull();
        assertThat(RunJson.read(RunJson.write(dann), RunRecord.CurvePoint.class))
                .isEqualTo(dann);
    }

    @Test
    void meansOfACurve_wereFiveSums() throws JsonProcessingException {
        LearningCurve.Standing standing = RunJson.read("""
                {"points": [], "labelLosses": 3.0, "domainLosses": 1.5, "labelGradients": "NaN", "domainGradients": 0.75,
                 "updates": 3, "images": 384, "seconds": 1.5}""", LearningCurve.Standing.class);

        assertThat(standing.means())
                .containsOnly(
                        entry("labelLoss", new LearningCurve.Mean(3, 3)),
                        entry("domainLoss", new LearningCurve.Mean(1.5, 3)),
                        entry("domainGradient", new LearningCurve.Mean(0.75, 3)));
        assertThat(standing.images()).isEqualTo(384);
        assertThat(RunJson.read(RunJson.line(standing), LearningCurve.Standing.class))
                .isEqualTo(standing);
    }
}
