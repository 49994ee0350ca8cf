package io.github.dann4j.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.predict.Predictor;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.train.LambdaSchedule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/guide/train.md. */
class TrainGuideTest {
    @TempDir
    private Path temp;

    @Test
    void ownArrays_andOwnNetwork_giveAModelThatWorksOnTheTarget() {
        Path model = Stripes.savedModel(temp);

        try (Predictor predictor = Predictor.open(model)) {
            assertThat(predictor.card().source()).isEqualTo("dark on light");
            for (int label = 0; label < 3; label++) {
                assertThat(predictor.predict(Stripes.image(label)).best().label())
                        .isEqualTo(label);
            }
        }
    }

    static void train(byte[] sourcePixels, int[] sourceLabels, byte[] targetPixels, Path model) {
        Recipe recipe = recipe(network());
        // guide:begin sets
        List<String> classes = List.of("upright", "level", "slanting");
        ImageSize size = new ImageSize(16, 16);
        try (ImageSet source =
                        ImageSet.labeled("dark on light", Split.TRAIN, sourcePixels, size, 1, sourceLabels, classes);
                ImageSet target = ImageSet.unlabeled("light on dark", Split.TRAIN, targetPixels, size, 1);
                DomainPair pair = new DomainPair(source, source, target, target, recipe)) {
            Experiment experiment = new Experiment(pair, recipe, Precision.FP32, ExperimentListener.SILENT);
            try (TrainedRun run = experiment.train(Dann.TYPE, 0)) {
                SavedModel.write(model, run.network(), run.card(pair), pair.trainingExamples());
            }
        }
        // guide:end
    }

    private static NetworkSpec network() {
        // guide:begin network
        NetworkSpec network = new NetworkSpec(
                "mine",
                16, // side of the input
                1, // grey
                List.of(
                        new Layer.Convolution(16, 5, 2),
                        new Layer.BatchNorm(),
                        new Layer.Relu(),
                        new Layer.MaxPool(2, 2),
                        new Layer.Convolution(32, 3, 1),
                        new Layer.BatchNorm(),
                        new Layer.Relu(),
                        new Layer.GlobalAveragePool()),
                List.of(new Layer.Linear(3)), // one logit for each class
                List.of(new Layer.Linear(32), new Layer.Relu(), new Layer.Linear(1)), // source or target
                0,
                Statistics.PER_DOMAIN);
        // guide:end
        return network;
    }

    private static Recipe recipe(NetworkSpec network) {
        // guide:begin recipe
        Recipe recipe = new Recipe(
                network,
                Resize.BILINEAR,
                Scaling.PLUS_MINUS_ONE,
                Augmentation.NONE,
                0,
                200, // steps
                32, // images of each domain in a step
                new LearningRate.Cosine(2e-3, 0),
                new OptimizerSettings.Adam(0.5, 0.999, 0),
                Map.of("dann", new DannSettings(LambdaSchedule.paper(), Passes.SEPARATE)));
        // guide:end
        return recipe;
    }
}
