package example;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import java.nio.file.Path;
import java.util.List;

/** Trains for ten steps on two small generated datasets, and saves the model. */
final class TenSteps {
    private TenSteps() {}

    /** Returns the share of the target's test images that are classified correctly. */
    static double train(Path model) {
        Recipe recipe = Preset.DEMO
                .recipe(DataCatalog.entry("printed"), DataCatalog.entry("textured"))
                .withSteps(10);
        DataLocation nowhere = new DataLocation(List.of());
        GeneratedSize small = new GeneratedSize(640, 320, 0);
        try (DomainPair pair = new DomainPair("printed", "textured", recipe, nowhere, small)) {
            Experiment experiment = new Experiment(pair, recipe, Precision.FP32, ExperimentListener.SILENT);
            try (TrainedRun run = experiment.train(Dann.TYPE, 0)) {
                SavedModel.write(model, run.network(), run.card(pair), pair.trainingExamples());
                return run.record().targetAccuracy();
            }
        }
    }
}
