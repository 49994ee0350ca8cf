package io.github.dann4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.experiment.ComparisonRun;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.NetworkListener;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.Finding;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.TrainingException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Short trainings that each fail in one way, and the findings of the rules about them. */
class DiagnosedTrainingTest {
    static {
        Threads.use(1);
    }

    private static final int STEPS = 200;
    private static final double RATE = 5e-3;
    private static final String TARGET = "textured";
    private static final List<MethodType<?>> METHODS = List.of(SourceOnly.TYPE, Dann.TYPE);
    private static final LambdaSchedule RAMP = new LambdaSchedule(10, 0.3);

    /** All findings that the failures below cause; a healthy training has none of them. */
    private static final List<String> TROUBLE = List.of(
            "broken-numbers",
            "source-not-learned",
            "unfit-statistics",
            "learned-by-heart",
            "flat-domain-loss",
            "strong-domain-classifier",
            "overpowering-lambda",
            "swinging-end");

    @Test
    void plainTraining_hasNoneOfTheTroubles() {
        ComparisonRecord plain = compare(recipe(STEPS, RATE, RAMP, 0.2, Statistics.PER_DOMAIN), TARGET);

        assertThat(Diagnosis.of(plain)).extracting(Finding::rule).doesNotContainAnyElementsOf(TROUBLE);
    }

    @Test
    void noLambda_leavesTheDomainsApart() {
        Recipe recipe = recipe(STEPS, RATE, new LambdaSchedule(10, 0), 0.2, Statistics.PER_DOMAIN);

        Finding finding = found("strong-domain-classifier", compare(recipe, TARGET));
        assertThat(finding.text()).contains("the cases at the end (a guess: 50 %)");
        assertThat(finding.advice()).contains("Raise λ, which is only 0.00");
    }

    @Test
    void lambdaAHundredTimesTooHigh_costsTheClasses() {
        Recipe recipe = recipe(STEPS, RATE, new LambdaSchedule(10, 100), 0.2, Statistics.PER_DOMAIN);

        Finding finding = found("overpowering-lambda", compare(recipe, TARGET));
        assertThat(finding.text()).contains("below that of source only", "times the label loss's");
        assertThat(finding.advice()).contains("half of λ");
    }

    @Test
    void lambdaHighAtOnce_letsTheDomainClassifierLearnNothing() {
        Recipe recipe = recipe(STEPS, RATE, new LambdaSchedule(1000, 30), 0, Statistics.PER_DOMAIN);

        Finding finding = found("flat-domain-loss", compare(recipe, TARGET));
        assertThat(finding.text()).contains("stays at 0.69");
        assertThat(finding.advice()).contains("a λ that rises slowly from 0", "30.00 at the first point");
    }

    @Test
    void learningRateFarTooLow_teachesNeitherHead() {
        ComparisonRecord slow = compare(recipe(STEPS, 1e-7, RAMP, 0.2, Statistics.PER_DOMAIN), TARGET);

        assertThat(found("source-not-learned", slow).text()).contains("a guess among 10 classes has 2.30");
        assertThat(found("flat-domain-loss", slow).advice()).contains("a higher learning rate");
        assertThat(Diagnosis.of(slow))
                .as("nothing is said about results that mean nothing")
                .hasSize(2);
    }

    @Test
    void oneDomainTwice_hasNothingToAdapt() {
        ComparisonRecord same = compare(recipe(STEPS, RATE, RAMP, 0.2, Statistics.PER_DOMAIN), "printed");

        assertThat(found("flat-domain-loss", same).advice()).contains("there is nothing to adapt");
    }

    @Test
    void statisticsSharedByUnlikeDomains_fitNeither() {
        ComparisonRecord shared = compare(recipe(STEPS, RATE, RAMP, 0, Statistics.SHARED), TARGET);

        assertThat(found("unfit-statistics", shared).text()).contains("of both domains mixed");
        assertThat(Diagnosis.of(shared)).extracting(Finding::rule).doesNotContain("overpowering-lambda");
    }

    @Test
    void trainingThatDiverges_saysWhichWhereAndWhatToTry() {
        Recipe recipe = recipe(STEPS, 1e30, RAMP, 0.2, Statistics.PER_DOMAIN);

        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> compare(recipe, TARGET))
                .withMessageMatching(
                        "source-only, seed 3: training diverged at step \\d+ of 200: label loss \\S+; give a lower learning rate");
    }

    private static Finding found(String rule, ComparisonRecord record) {
        List<Finding> findings = Diagnosis.of(record);
        assertThat(findings).extracting(Finding::rule).contains(rule);
        return findings.stream()
                .filter(finding -> finding.rule().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static ComparisonRecord compare(Recipe recipe, String target) {
        try (DomainPair pair = new DomainPair(
                "printed", target, recipe, new DataLocation(List.of()), new GeneratedSize(400, 300, 0))) {
            return new ComparisonRun(
                            new Comparison("printed", target, "toy", recipe, METHODS, List.of(3L)),
                            new Experiment(pair, recipe, Precision.FP32, ExperimentListener.SILENT),
                            NetworkListener.NONE)
                    .run();
        }
    }

    private static Recipe recipe(int steps, double rate, LambdaSchedule lambda, double warmUp, Statistics statistics) {
        NetworkSpec net = new NetworkSpec(
                "little",
                32,
                3,
                List.of(new MaxPool(4, 4), new Flatten(), new Linear(32), new BatchNorm(), new Relu()),
                List.of(new Linear(10)),
                List.of(new Linear(16), new Relu(), new Linear(1)),
                0,
                statistics);
        return new Recipe(
                net,
                Resize.PAD_IF_CLOSE,
                Scaling.PLUS_MINUS_ONE,
                Augmentation.NONE,
                0,
                steps,
                32,
                new LearningRate.Cosine(rate, 0),
                new OptimizerSettings.Adam(0.5, 0.999, 0),
                Map.of("dann", new DannSettings(lambda, Passes.SEPARATE, warmUp, false)));
    }
}
