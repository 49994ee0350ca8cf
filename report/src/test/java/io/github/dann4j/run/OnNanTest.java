package io.github.dann4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.CheckpointPlan.Interval;
import io.github.dann4j.experiment.CheckpointPlan.OnNan;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.snapshot.ReportSnapshots;
import io.github.dann4j.train.TrainingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnNanTest {
    static {
        Threads.use(1);
    }

    /** Linear, without batch norm: its weights grow without bound if the learning rate is too high. */
    private static final NetworkSpec NET = new NetworkSpec(
            "bare",
            32,
            3,
            List.of(new MaxPool(4, 4), new Flatten(), new Linear(16), new Linear(16)),
            List.of(new Linear(16), new Linear(10)),
            List.of(new Linear(1)),
            0,
            Statistics.SHARED);

    @TempDir
    private Path temp;

    @Test
    void stop_saysAtWhichStep_andWhereTheLastGoodStateIs() {
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> run(1e6, OnNan.STOP))
                .withMessageStartingWith("source-only, seed 3: training diverged")
                .withMessageContaining("give a lower learning rate")
                .withMessageMatching(".*its last good state, at step \\d+, is in .*\\.safetensors");
    }

    @Test
    void back_endsAfterThreeTimes() {
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> run(1e6, OnNan.BACK))
                .withMessageContaining("it already returned to an earlier state 3 times");
        assertThat(ResumedRuns.metrics(directory()))
                .filteredOn(line -> line.contains("\"back\""))
                .isNotEmpty();
    }

    @Test
    void back_goesOnWithHalfTheRate_andSaysSo() {
        List<Rollback> rollbacks = run(0.2, OnNan.BACK).runs().get(0).rollbacks();

        assertThat(rollbacks).extracting(Rollback::learningRateFactor).startsWith(0.5);
        assertThat(ResumedRuns.metrics(directory())).anyMatch(line -> line.contains("\"back\""));
    }

    private RunDirectory directory() {
        return new RunDirectory(temp.resolve("run"));
    }

    private ComparisonRecord run(double rate, OnNan onNan) {
        Recipe recipe = new Recipe(
                NET,
                Resize.PAD_IF_CLOSE,
                Scaling.PLUS_MINUS_ONE,
                Augmentation.NONE,
                0,
                60,
                16,
                new LearningRate.Constant(rate),
                new OptimizerSettings.Sgd(0.9, 0),
                Map.of("dann", DannSettings.paper()));
        return ResumedRuns.run(
                ResumedRuns.comparison(recipe, List.of(SourceOnly.TYPE), List.of(3L)),
                directory(),
                new CheckpointPlan(new Interval.Steps(1), 2, onNan),
                ExperimentListener.SILENT,
                ReportSnapshots.none(),
                new ArrayList<>());
    }
}
