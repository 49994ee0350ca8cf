package io.github.dann4j.app.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.app.cli.train.TrainingMeter.Standing;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.evaluate.TargetSignals;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.result.RunRecord.CurvePoint;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Terms LOSSES =
            Terms.of(Term.LABEL_LOSS, 0.123).and(Term.DOMAIN_LOSS, 0.68).and(Term.LAMBDA, 1);
    private static final CurvePoint POINT =
            new CurvePoint(50, Map.of("labelLoss", 0.1, "domainLoss", 0.68), 1e-3, 0.992, 0.931);

    /**
     * A comparison of source-only and DANN with two seeds: a thousand steps of 64 images, the first fifth of DANN's
     * steps on the source alone.
     */
    private static final Comparison COMPARISON = comparison(List.of(0L, 1L));

    private long nanos;

    @Test
    void timeLeft_goesByImages() {
        TrainingMeter meter = new TrainingMeter(COMPARISON, () -> nanos);
        meter.started(SourceOnly.TYPE, 0, 1000);
        nanos += 50_000_000_000L;
        Standing half = meter.updated(new StepContext(499, 1000, 0), LOSSES, 32_000);
        assertThat(half.stepsPerSecond()).isCloseTo(10, within(1e-9));
        assertThat(half.imagesPerSecond()).isCloseTo(640, within(1e-9));
        assertThat(half.secondsLeft()).isCloseTo(50, within(1e-9));
        // 64,000 and 115,200 images, twice; 32,000 of them took 50 s.
        assertThat(half.allSecondsLeft()).isCloseTo((358_400 - 32_000) / 640.0, within(1e-9));

        nanos += 50_000_000_000L;
        meter.updated(new StepContext(999, 1000, 0), LOSSES, 64_000);
        nanos += 20_000_000_000L; // tests
        meter.started(Dann.TYPE, 0, 1000);
        nanos += 20_000_000_000L;
        Standing warm = meter.updated(new StepContext(199, 1000, 0), LOSSES, 12_800);
        assertThat(warm.secondsLeft()).as("800 steps of twice the images").isCloseTo(160, within(1e-9));
        assertThat(warm.allSecondsLeft())
                .as("the tests' time included")
                .isCloseTo((358_400 - 76_800) * 140 / 76_800.0, within(1e-9));
    }

    @Test
    void bar_fitsTheTerminal_andLeavesOutTheLeastImportant() {
        TrainingMeter meter = new TrainingMeter(COMPARISON, () -> nanos);
        meter.started(Dann.TYPE, 0, 1000);
        meter.measured(POINT);
        nanos += 50_000_000_000L;
        Standing standing = meter.updated(new StepContext(499, 1000, 0), LOSSES, 51_200);

        assertThat(ProgressLine.bar(meter.title(), standing, 160))
                .startsWith("dann, seed 0 (1/4)  50% [======")
                .endsWith(
                        "] 1:03 left (all 5:00), label 0.123, domain 0.680, 10.0 steps/s, source 99.2, target 93.1 %, 1,024 images/s");
        assertThat(ProgressLine.bar(meter.title(), standing, 79))
                .hasSize(79)
                .endsWith("] 1:03 left (all 5:00), label 0.123, domain 0.680");
        for (int width = 1; width < 200; width++) {
            assertThat(ProgressLine.bar(meter.title(), standing, width)).hasSizeLessThanOrEqualTo(width);
        }
    }

    @Test
    void lines_tellWhichOfHowMany_andTheLatestAccuracies() {
        StringWriter err = new StringWriter();
        drive(Progress.to(new PrintWriter(err), false, COMPARISON));

        assertThat(err.toString().lines())
                .hasSize(12)
                .contains("dann, seed 0 (1/4): 1000 steps", "dann, seed 0: target accuracy 95.00 %, source 99.00 %");
        assertThat(err.toString())
                .contains("dann, seed 0: step 100 of 1000, label loss 0.123, domain loss 0.680, ")
                .contains("step 1000 of 1000, label loss 0.123, domain loss 0.680, source 99.2 %, target 93.1 %, ")
                .contains(" steps/s, ", " images/s, ", "0:00 left, ", " left in total");
    }

    @Test
    void lines_tellTheTimeLeftFromTheFirstSecondsOn_howeverSlowTheMachine() {
        StringWriter err = new StringWriter();
        try (Progress progress = Progress.to(new PrintWriter(err), false, COMPARISON, () -> nanos)) {
            progress.started(Dann.TYPE, 0, 1000);
            for (int step = 0; step < 20; step++) {
                nanos += 1_000_000_000L;
                progress.updated(new StepContext(step, 1000, 0), LOSSES, 64L * (step + 1));
            }
        }

        // The line of the first tenth would come after 100 seconds. 192 of 358,400 images took 3 seconds.
        assertThat(err.toString().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("dann, seed 0: step 3 of 1000, ")
                        .endsWith(", 64 images/s, 29:57 left, 1:33:17 left in total"));
    }

    @Test
    void aSingleTraining_hasNoNumberAndNoOtherTimeLeft() {
        StringWriter err = new StringWriter();
        Comparison single =
                new Comparison("printed", "textured", "best", COMPARISON.recipe(), List.of(Dann.TYPE), List.of(0L));
        drive(Progress.to(new PrintWriter(err), false, single));

        assertThat(err.toString()).contains("dann, seed 0: 1000 steps").doesNotContain("left in total");
    }

    @Test
    void quiet_saysNothing() {
        StringWriter err = new StringWriter();
        drive(Progress.to(new PrintWriter(err), true, COMPARISON));

        assertThat(err.toString()).isEmpty();
    }

    @Test
    void onATerminal_aBarIsDrawnOverItself() {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setProperty("dann4j.terminal", "true");
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            drive(Progress.to(new PrintWriter(new StringWriter()), false, COMPARISON));
        } finally {
            System.setErr(before);
            System.clearProperty("dann4j.terminal");
        }

        String shown = bytes.toString(StandardCharsets.UTF_8);
        assertThat(shown).contains("\r", "dann, seed 0 (1/4) 100% [=", "] testing (all ");
        assertThat(shown).contains("dann, seed 0: target accuracy 95.00 %, source 99.00 %");
    }

    /** Simulates a training of a thousand steps, with its curve points and its end. */
    private static void drive(Progress progress) {
        try (progress) {
            progress.started(Dann.TYPE, 0, 1000);
            for (int step = 0; step < 1000; step++) {
                progress.updated(new StepContext(step, 1000, 0), LOSSES, 128L * (step + 1));
                if (step % 50 == 49 && step >= 100) {
                    progress.measured(Dann.TYPE, 0, POINT);
                }
            }
            progress.finished(new RunRecord(
                    "dann",
                    0,
                    0.95,
                    0.99,
                    0.55,
                    new TargetSignals(0.1, 0.03),
                    null,
                    10,
                    1000,
                    new int[0][],
                    List.of(POINT)));
        }
    }

    private static Comparison comparison(List<Long> seeds) {
        Recipe recipe = Preset.QUICK.recipe(DataCatalog.entry("printed"), DataCatalog.entry("textured"));
        return new Comparison(
                "printed", "textured", "quick", recipe, List.of(SourceOnly.TYPE, AdaBn.TYPE, Dann.TYPE), seeds);
    }
}
