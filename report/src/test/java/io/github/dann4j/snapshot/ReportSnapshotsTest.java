package io.github.dann4j.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.adversary.Cdan;
import io.github.dann4j.adapt.adversary.Mcd;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.diagnosis.Diagnosis;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.experiment.ComparisonRun;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.Finding;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.run.RunDirectory;
import io.github.dann4j.snapshot.NetworkSnapshot.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportSnapshotsTest {
    static {
        Threads.use(1);
    }

    private static final List<MethodType<?>> BOTH = List.of(Dann.TYPE, SourceOnly.TYPE);
    private static final Recipe RECIPE = new Recipe(
            new NetworkSpec(
                    "little",
                    32,
                    3,
                    List.of(new MaxPool(4, 4), new Flatten(), new Linear(16)),
                    List.of(new Linear(10)),
                    List.of(new Linear(1)),
                    0,
                    Statistics.SHARED),
            Resize.PAD_IF_CLOSE,
            Scaling.PLUS_MINUS_ONE,
            Augmentation.NONE,
            0,
            20,
            16,
            new LearningRate.Constant(2e-3),
            new OptimizerSettings.Adam(0.5, 0.999, 0),
            Map.of("dann", DannSettings.paper()));

    @TempDir
    private Path folder;

    @Test
    void exhibits_areOfTheFirstSeed_andOfTheSameImages() {
        ReportSnapshots snapshots = ReportSnapshots.empty();
        ComparisonRecord record = compare(BOTH, List.of(4L, 5L), snapshots);

        assertThat(snapshots.snapshots())
                .extracting(NetworkSnapshot::method)
                .containsExactly(SourceOnly.TYPE, Dann.TYPE);
        assertThat(snapshots.snapshots()).allSatisfy(snapshot -> {
            assertThat(snapshot.seed()).isEqualTo(4);
            assertThat(snapshot.components().count()).isEqualTo(120);
            assertThat(snapshot.components().dimensions()).isEqualTo(16);
            assertThat(Arrays.stream(snapshot.variances()).sum()).isCloseTo(1, within(1e-4));
        });
        ReportSnapshots.Sample sample = snapshots.sample();
        assertThat(sample).isNotNull();
        assertThat(sample.classOf()).hasSize(120);
        assertThat(sample.target().count()).isEqualTo(60);
        // Here the sample is the whole test sets, so the accuracies of its predictions are those of the table.
        RunRecord dann = record.runs().stream()
                .filter(run -> run.method().equals("dann") && run.seed() == 4)
                .findFirst()
                .orElseThrow();
        int[] predicted = snapshots.snapshots().get(1).predicted();
        assertThat(correctly(predicted, sample.classOf(), 0, 60) / 60.0).isEqualTo(dann.sourceAccuracy());
        assertThat(correctly(predicted, sample.classOf(), 60, 120) / 60.0).isEqualTo(dann.targetAccuracy());
    }

    @Test
    void chosenImages_areTheSurestMistakes() {
        ReportSnapshots snapshots = ReportSnapshots.empty();
        compare(BOTH, List.of(4L), snapshots);
        NetworkSnapshot snapshot = snapshots.snapshots().get(0);
        int[] truth = Arrays.copyOfRange(snapshots.sample().classOf(), 60, 120);

        List<Double> wrong = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            if (snapshot.predicted()[60 + i] != truth[i]) {
                wrong.add((double) snapshot.confidence()[60 + i]);
            }
        }
        wrong.sort((a, b) -> Double.compare(b, a));
        assertThat(snapshot.chosen()).hasSize(Math.min(24, wrong.size())).isNotEmpty();
        for (int i = 0; i < snapshot.chosen().size(); i++) {
            Prediction prediction = snapshot.chosen().get(i);
            assertThat(prediction.probabilities()[0]).isEqualTo(wrong.get(i));
            assertThat(prediction.truth())
                    .isEqualTo(truth[prediction.number()])
                    .isNotEqualTo(prediction.classes()[0]);
            assertThat(prediction.probabilities()[0])
                    .isGreaterThanOrEqualTo(prediction.probabilities()[1]);
        }
        assertThat(snapshot.images().count()).isEqualTo(snapshot.chosen().size());
    }

    @Test
    void lookingAtNetworks_changesNoResult() {
        ComparisonRecord looked = compare(BOTH, List.of(4L), ReportSnapshots.empty());
        ComparisonRecord not = compare(BOTH, List.of(4L), ReportSnapshots.none());

        for (int i = 0; i < 2; i++) {
            assertThat(looked.runs().get(i).targetConfusion())
                    .isDeepEqualTo(not.runs().get(i).targetConfusion());
            assertThat(looked.runs().get(i).curve()).isEqualTo(not.runs().get(i).curve());
        }
    }

    @Test
    void samePage_forTheSameResults_withTheirDiagnosis() throws IOException {
        ReportSnapshots snapshots = ReportSnapshots.empty();
        ComparisonRecord record = compare(BOTH, List.of(4L), snapshots);
        RunDirectory directory = new RunDirectory(folder);
        List<String> told = new ArrayList<>();
        List<Finding> findings = Diagnosis.of(record);

        directory.writeReport(record, snapshots, "the command", told::add);
        String first = Files.readString(directory.report());
        directory.writeReport(record, snapshots, "the command", line -> {});

        assertThat(Files.readString(directory.report())).isEqualTo(first);
        assertThat(findings).isNotEmpty(); // a few steps are not enough to learn much
        assertThat(first).contains(findings.get(0).title(), findings.get(0).advice(), "the command");
        assertThat(told).hasSize(2).allMatch(line -> line.contains("120 points"));
    }

    @Test
    void aFailureOfLooking_isKeptUntilTheReportIsMade() {
        ReportSnapshots snapshots = ReportSnapshots.empty();
        ComparisonRecord record = compare(List.of(SourceOnly.TYPE), List.of(4L), snapshots);
        try (DomainPair pair = pair()) {
            TrainedRun broken =
                    new Experiment(pair, RECIPE, Precision.FP32, ExperimentListener.SILENT).train(Dann.TYPE, 4);
            broken.close();
            snapshots.trained(
                    new TrainedRun(null, broken.targetStatistics(), broken.record()), Dann.TYPE, pair, Precision.FP32);
        }

        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> new RunDirectory(folder).writeReport(record, snapshots, "", line -> {}))
                .withMessageContaining("report.html was not written")
                .withMessageContaining("results.json")
                .withMessageContaining("--no-report");
    }

    @Test
    void shownMethods_areWithoutAndWithAdaptation_orWhateverThereIs() {
        assertThat(Comparison.shown(Methods.all())).containsExactly(SourceOnly.TYPE, Dann.TYPE);
        assertThat(Comparison.shown(List.of(SourceOnly.ON_TARGET, Dann.TYPE, SourceOnly.TYPE)))
                .containsExactly(SourceOnly.TYPE, Dann.TYPE);
        assertThat(Comparison.shown(List.of(Mcd.TYPE, Cdan.TYPE, SourceOnly.TYPE)))
                .containsExactly(SourceOnly.TYPE, Mcd.TYPE);
        assertThat(Comparison.shown(List.of(SourceOnly.ON_TARGET, AdaBn.TYPE))).containsExactly(SourceOnly.ON_TARGET);
    }

    private static int correctly(int[] predicted, int[] truth, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += predicted[i] == truth[i] ? 1 : 0;
        }
        return count;
    }

    private static ComparisonRecord compare(List<MethodType<?>> methods, List<Long> seeds, ReportSnapshots snapshots) {
        Comparison comparison = new Comparison("printed", "textured", "test", RECIPE, methods, seeds);
        try (DomainPair pair = pair()) {
            Experiment experiment =
                    new Experiment(pair, comparison.recipe(), Precision.FP32, ExperimentListener.SILENT);
            return new ComparisonRun(comparison, experiment, snapshots).run();
        }
    }

    private static DomainPair pair() {
        return new DomainPair(
                "printed", "textured", RECIPE, new DataLocation(List.of()), new GeneratedSize(200, 60, 0));
    }
}
