package io.github.dann4j.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of README.md. */
class ReadmeTest {
    @Test
    void tenLines_endInAnAccuracyWellAboveChance() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            train();
        } finally {
            System.setOut(before);
        }
        assertThat(Double.parseDouble(printed.toString(StandardCharsets.UTF_8).strip()))
                .isBetween(0.7, 1.0);
    }

    @SuppressWarnings("SystemOut") // as the README prints it
    private static void train() {
        // guide:begin readme
        Recipe recipe = Preset.DEMO
                .recipe(DataCatalog.entry("printed"), DataCatalog.entry("textured"))
                .withSteps(200);
        DataLocation nowhere = new DataLocation(List.of()); // both datasets are drawn
        try (DomainPair pair = new DomainPair("printed", "textured", recipe, nowhere, GeneratedSize.defaults())) {
            Experiment experiment = new Experiment(pair, recipe, Precision.FP32, ExperimentListener.SILENT);
            try (TrainedRun run = experiment.train(Dann.TYPE, 0)) {
                System.out.println(run.record().targetAccuracy());
            }
        }
        // guide:end
    }
}
