package io.github.dann4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.experiment.CheckpointFiles;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.CheckpointPlan.Interval;
import io.github.dann4j.experiment.CheckpointPlan.OnNan;
import io.github.dann4j.experiment.Checkpoints;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Terms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
    static {
        Threads.use(1);
    }

    private static final OptimizerSettings ADAM = new OptimizerSettings.Adam(0.5, 0.999, 0);
    private static final OptimizerSettings SGD = new OptimizerSettings.Sgd(0.9, 1e-4);
    private static final CheckpointPlan EVERY_7 = new CheckpointPlan(new Interval.Steps(7), 2, OnNan.STOP);

    @TempDir
    private Path temp;

    private static @Nullable Outcome unbrokenDann;

    /** Weights, statistics and figures of a training. */
    private record Outcome(Map<String, List<Float>> state, String record, List<String> metrics) {}

    /** Stands for the end of the process: no code that catches it may save anything. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Runs an action after the n-th step that it receives. */
    private record Behind(int[] left, Runnable action) implements ExperimentListener {
        @Override
        public void updated(StepContext context, Terms losses, long images) {
            if (--left[0] == 0) {
                action.run();
            }
        }
    }

    private static ExperimentListener interruptedBehind(int updates) {
        return new Behind(new int[] {updates}, () -> Thread.currentThread().interrupt());
    }

    private static ExperimentListener killedBehind(int updates) {
        return new Behind(new int[] {updates}, () -> {
            throw new Killed();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 15, 16, 21, 28, 39, 44, 45})
    void dannInterruptedBehindAnyStep_goesOnAsIfItNeverStopped(int step) {
        Recipe recipe = ResumedRuns.recipe(ADAM);
        if (unbrokenDann == null) {
            unbrokenDann = train(recipe, Dann.TYPE, "unbroken", ExperimentListener.SILENT);
        }

        if (step < ResumedRuns.STEPS) {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> train(recipe, Dann.TYPE, "broken", interruptedBehind(step)));
        } else {
            assertThatExceptionOfType(Killed.class)
                    .isThrownBy(() -> train(recipe, Dann.TYPE, "broken", killedBehind(step)));
        }
        assertThat(train(recipe, Dann.TYPE, "broken", ExperimentListener.SILENT))
                .isEqualTo(unbrokenDann);
    }

    @Test
    void dannKilledAgainAndAgain_endsAsIfItNeverStopped() {
        Recipe recipe = ResumedRuns.recipe(SGD);
        Outcome unbroken = train(recipe, Dann.TYPE, "unbroken", ExperimentListener.SILENT);

        for (int updates : new int[] {3, 9, 8, 8, 13, 10, 8}) {
            assertThatExceptionOfType(Killed.class)
                    .isThrownBy(() -> train(recipe, Dann.TYPE, "broken", killedBehind(updates)));
        }
        assertThat(train(recipe, Dann.TYPE, "broken", ExperimentListener.SILENT))
                .isEqualTo(unbroken);
    }

    /** Interrupts each training in the steps of its warm-up, if it has one, and after them. */
    @ParameterizedTest
    @MethodSource("io.github.dann4j.adapt.registry.Methods#all")
    void everyMethod_goesOnAsIfItNeverStopped(MethodType<?> method) {
        Recipe recipe = ResumedRuns.recipe(SGD);
        Outcome unbroken = train(recipe, method, "unbroken", ExperimentListener.SILENT);

        for (int updates : new int[] {5, 28}) {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> train(recipe, method, "broken", interruptedBehind(updates)));
        }
        assertThat(train(recipe, method, "broken", ExperimentListener.SILENT)).isEqualTo(unbroken);
    }

    @Test
    void aTrainingWithLabelsOfTheTarget_goesOnAsIfItNeverStopped() {
        Recipe recipe = ResumedRuns.recipe(ADAM).withTargetLabels(2);
        Outcome unbroken = train(recipe, Dann.TYPE, "unbroken", ExperimentListener.SILENT);

        for (int updates : new int[] {5, 28}) {
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> train(recipe, Dann.TYPE, "broken", interruptedBehind(updates)));
        }
        assertThat(train(recipe, Dann.TYPE, "broken", ExperimentListener.SILENT))
                .isEqualTo(unbroken)
                .isNotEqualTo(train(ResumedRuns.recipe(ADAM), Dann.TYPE, "without", ExperimentListener.SILENT));
    }

    @Test
    void statesAreFoundAgain_inALanguageWithOtherDigits() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            Recipe recipe = ResumedRuns.recipe(SGD);
            assertThatExceptionOfType(CancellationException.class)
                    .isThrownBy(() -> train(recipe, SourceOnly.TYPE, "broken", interruptedBehind(17)));
            CheckpointFiles files = ResumedRuns.files(
                    new RunDirectory(temp.resolve("broken")),
                    ResumedRuns.comparison(recipe, List.of(SourceOnly.TYPE), List.of(3L)));
            assertThat(files.states("source-only", 3))
                    .extracting(CheckpointFiles::done)
                    .contains(17);
        } finally {
            Locale.setDefault(before);
        }
    }

    private Outcome train(Recipe recipe, MethodType<?> method, String folder, ExperimentListener listener) {
        RunDirectory directory = new RunDirectory(temp.resolve(folder));
        directory.make();
        Comparison settings = ResumedRuns.comparison(recipe, List.of(method), List.of(3L));
        List<String> notes = new ArrayList<>();
        try (DomainPair pair = ResumedRuns.pair(recipe);
                RunRecorder recorder = RunRecorder.kept(directory, settings, pair, true)) {
            Checkpoints checkpoints = Checkpoints.in(
                    directory.checkpoints(), RunSettings.of(settings, Precision.FP32), EVERY_7, recorder, notes::add);
            Experiment experiment = new Experiment(
                    pair,
                    recipe,
                    Precision.FP32,
                    ExperimentListener.both(recorder, listener),
                    checkpoints,
                    Replicas.NONE,
                    null);
            try (TrainedRun run = experiment.train(method, 3)) {
                assertThat(notes).isEmpty();
                return new Outcome(
                        ResumedRuns.state(run.network()),
                        ResumedRuns.timeless(run.record()),
                        ResumedRuns.metrics(directory));
            }
        }
    }
}
