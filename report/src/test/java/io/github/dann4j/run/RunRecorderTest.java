package io.github.dann4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.DynamicMessage;
import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
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
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.snapshot.ReportSnapshots;
import io.github.dann4j.tensorboard.EventFile;
import io.github.dann4j.tensorboard.Events;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecorderTest {
    static {
        Threads.use(1);
    }

    private static final int STEPS = 30;
    private static final int WARM_UP = 10;
    static final Recipe RECIPE = new Recipe(
            new NetworkSpec(
                    "little",
                    32,
                    3,
                    List.of(new MaxPool(4, 4), new Flatten(), new Linear(16), new BatchNorm(), new Relu()),
                    List.of(new Linear(10)),
                    List.of(new Linear(1)),
                    0,
                    Statistics.PER_DOMAIN),
            Resize.PAD_IF_CLOSE,
            Scaling.LIFTED,
            Augmentation.NONE,
            0,
            STEPS,
            16,
            new LearningRate.Cosine(2e-3, 0),
            new OptimizerSettings.Adam(0.5, 0.999, 0),
            Map.of(
                    "dann",
                    new DannSettings(new LambdaSchedule(10, 1), Passes.SEPARATE, (double) WARM_UP / STEPS, false)));
    private static final Comparison SETTINGS = new Comparison(
            "printed", "textured", "quick", RECIPE, List.of(SourceOnly.TYPE, AdaBn.TYPE, Dann.TYPE), List.of(3L, 4L));

    @TempDir
    private static Path temp;

    private static RunDirectory directory;
    private static ComparisonRecord recorded;
    private static ComparisonRecord plain;
    private static final List<Terms> TOLD = new ArrayList<>();
    private static List<JsonNode> lines;

    @BeforeAll
    static void compare() throws IOException {
        directory = new RunDirectory(temp.resolve("out"));
        Path older = Files.createDirectories(directory.tensorBoard().resolve("dann-seed9"));
        Files.writeString(older.resolve(EventFile.NAME), "an older run");
        ExperimentListener told = new ExperimentListener() {
            @Override
            public void updated(StepContext context, Terms losses, long images) {
                TOLD.add(losses);
            }
        };
        try (DomainPair pair = new DomainPair(
                "printed", "textured", RECIPE, new DataLocation(List.of()), new GeneratedSize(200, 60, 0))) {
            try (RunRecorder recorder = new RunRecorder(directory, SETTINGS, pair, true)) {
                recorded = compare(pair, ExperimentListener.both(told, recorder));
            }
            plain = compare(pair, ExperimentListener.SILENT);
        }
        ObjectMapper json = new ObjectMapper();
        lines = new ArrayList<>();
        for (String line : Files.readAllLines(directory.metrics())) {
            lines.add(json.readTree(line));
        }
    }

    private static ComparisonRecord compare(DomainPair pair, ExperimentListener listener) {
        Experiment experiment = new Experiment(pair, RECIPE, Precision.FP32, listener);
        return new ComparisonRun(SETTINGS, experiment, ReportSnapshots.none()).run();
    }

    @Test
    void recording_changesNoResult() {
        assertThat(recorded.runs()).hasSameSizeAs(plain.runs());
        for (int i = 0; i < plain.runs().size(); i++) {
            assertThat(recorded.runs().get(i).curve())
                    .isEqualTo(plain.runs().get(i).curve());
            assertThat(recorded.runs().get(i).targetConfusion())
                    .isDeepEqualTo(plain.runs().get(i).targetConfusion());
            assertThat(recorded.runs().get(i).signals())
                    .isEqualTo(plain.runs().get(i).signals());
        }
    }

    @Test
    void metrics_haveALineForEachUpdate_withWhatWasTold() {
        List<JsonNode> steps = events("step");
        assertThat(steps).hasSize(4 * STEPS).hasSameSizeAs(TOLD);
        for (int i = 0; i < steps.size(); i++) {
            JsonNode line = steps.get(i);
            Terms losses = TOLD.get(i);
            assertThat(line.get("step").asInt()).isEqualTo(i % STEPS + 1);
            assertThat(line.get("progress").asDouble()).isEqualTo((i % STEPS + 1.0) / STEPS);
            losses.forEach((term, value) -> assertNumber(line.get(term.name()), value));
            assertThat(line.has("domainLoss")).isEqualTo(!Double.isNaN(losses.get(Term.LAMBDA)));
        }
        assertThat(steps.get(2 * STEPS).get("method").asText()).isEqualTo("source-only");
        assertThat(steps.get(2 * STEPS).get("seed").asLong()).isEqualTo(4);
    }

    private static void assertNumber(JsonNode field, double value) {
        if (Double.isNaN(value)) {
            assertThat(field.isNull()).isTrue();
        } else {
            assertThat(field.asDouble()).isEqualTo(value);
        }
    }

    @Test
    void metrics_haveTheAccuraciesOfTheCurves_andTheResultsAtTheEnd() {
        RunRecord dann = recorded.runs().get(2);
        List<JsonNode> points = events("step").stream()
                .filter(line -> line.has("targetAccuracy")
                        && line.get("method").asText().equals("dann")
                        && line.get("seed").asLong() == 3)
                .toList();
        assertThat(points).hasSameSizeAs(dann.curve());
        for (int i = 0; i < points.size(); i++) {
            RunRecord.CurvePoint point = dann.curve().get(i);
            assertThat(points.get(i).get("step").asInt()).isEqualTo(point.step());
            assertThat(points.get(i).get("targetAccuracy").asDouble()).isEqualTo(point.targetAccuracy());
            assertThat(points.get(i).get("sourceAccuracy").asDouble()).isEqualTo(point.sourceAccuracy());
            assertThat(points.get(i).get("learningRate").asDouble()).isEqualTo(point.learningRate());
            assertThat(points.get(i).get("imagesPerSecond").asDouble()).isPositive();
        }
        List<JsonNode> results = events("result");
        assertThat(results).hasSameSizeAs(recorded.runs());
        assertThat(results.get(2).get("targetAccuracy").asDouble()).isEqualTo(dann.targetAccuracy());
        assertThat(results.get(0).get("domainAccuracy").isNull()).isTrue();
    }

    private static List<JsonNode> events(String kind) {
        return lines.stream()
                .filter(line -> line.get("event").asText().equals(kind))
                .toList();
    }

    @Test
    void scalars_areThoseOfTheMetrics() throws IOException {
        Events dann = read("dann-seed3");

        assertThat(dann.values("loss/label")).hasSize(STEPS);
        assertThat(dann.values("loss/domain")).hasSize(STEPS - WARM_UP);
        assertThat(dann.values("loss/domain").get(0).step()).isEqualTo(WARM_UP + 1);
        for (Events.Value value : dann.values("loss/label")) {
            JsonNode line = events("step").get(STEPS + (int) value.step() - 1);
            assertThat(value.get("simple_value"))
                    .isEqualTo((float) line.get("labelLoss").asDouble());
        }
        assertThat(dann.values("accuracy_of_a_sample/target"))
                .hasSameSizeAs(recorded.runs().get(2).curve());
        assertThat(dann.values("schedule/learning_rate")).hasSize(STEPS);
        assertThat(read("adabn-seed4").values("final_accuracy/target").get(0).get("simple_value"))
                .isEqualTo((float) recorded.runs().get(4).targetAccuracy().doubleValue());
        assertThat(read("source-only-seed3").values("loss/domain")).isEmpty();
    }

    /** The norms beside them are measured by libtorch; the histograms count the same numbers. */
    @Test
    void histograms_areOfTheGradientsWhoseNormsAreTold() throws IOException {
        Events dann = read("dann-seed3");
        List<Events.Value> behind = dann.values("gradients/domain_loss_behind_the_reversal");
        int pointsBehindWarmUp = (int) recorded.runs().get(2).curve().stream()
                .filter(point -> point.step() > WARM_UP)
                .count();
        assertThat(behind).hasSize(pointsBehindWarmUp);
        assertThat(dann.values("gradients/both_losses_in_front_of_the_reversal"))
                .hasSize(pointsBehindWarmUp);
        assertThat(dann.values("gradients/label_loss_at_the_features"))
                .hasSameSizeAs(recorded.runs().get(2).curve());
        for (Events.Value histogram : behind) {
            assertNorm(histogram, dann, "gradient_norm/domain_loss");
        }
        for (Events.Value histogram : dann.values("gradients/label_loss_at_the_features")) {
            if (histogram.step() > WARM_UP) {
                assertNorm(histogram, dann, "gradient_norm/label_loss");
            }
        }
    }

    private static void assertNorm(Events.Value histogram, Events events, String tag) {
        DynamicMessage proto = histogram.part("histo");
        double norm = events.values(tag).stream()
                .filter(value -> value.step() == histogram.step())
                .mapToDouble(value -> (Float) value.get("simple_value"))
                .findFirst()
                .orElseThrow();
        assertThat(Events.get(proto, "num")).isEqualTo(16.0 * 16);
        assertThat(Math.sqrt((Double) Events.get(proto, "sum_squares"))).isCloseTo(norm, within(1e-5 * norm));
    }

    @Test
    void inputsOfBothDomains_areThere_once() throws IOException {
        Events events = read("source-only-seed4");
        for (String tag : List.of("inputs/source", "inputs/target")) {
            assertThat(events.values(tag)).hasSize(1);
            DynamicMessage image = events.values(tag).get(0).part("image");
            byte[] png = ((com.google.protobuf.ByteString) Events.get(image, "encoded_image_string")).toByteArray();
            BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(png));
            assertThat(decoded.getWidth()).isEqualTo(8 * 64).isEqualTo(Events.get(image, "width"));
            assertThat(decoded.getHeight()).isEqualTo(4 * 64).isEqualTo(Events.get(image, "height"));
        }
    }

    @Test
    void projector_hasTheFeaturesOfTheFirstSeed() throws IOException {
        Path folder = directory.tensorBoard().resolve("dann-seed3");
        assertThat(Files.readAllLines(folder.resolve("tensors.tsv")))
                .hasSize(120)
                .allMatch(line -> line.split("\t").length == 16);
        assertThat(Files.readAllLines(folder.resolve("metadata.tsv")))
                .hasSize(121)
                .startsWith("class\tdomain\tset")
                .satisfies(lines ->
                        assertThat(lines.subList(1, 61)).allMatch(line -> line.matches("\\d\tsource\tprinted")))
                .satisfies(lines ->
                        assertThat(lines.subList(61, 121)).allMatch(line -> line.matches("\\d\ttarget\ttextured")));
        assertThat(ImageIO.read(folder.resolve("sprite.png").toFile()).getWidth())
                .isEqualTo(11 * 32);
        assertThat(folder.resolve("projector_config.pbtxt")).exists();
        assertThat(directory.tensorBoard().resolve("dann-seed4")).isDirectoryNotContaining("glob:**projector*");
    }

    @Test
    void eventsOfAnOlderRunInTheSameFolder_areGone() {
        assertThat(directory.tensorBoard().resolve("dann-seed9").resolve(EventFile.NAME))
                .doesNotExist();
    }

    @Test
    void film_showsSourceOnlyAndDannSideBySide() throws IOException {
        BufferedImage first = ImageIO.read(directory.film().toFile());
        assertThat(first.getWidth()).isGreaterThan(1000);
    }

    @Test
    void longTrainings_areRecordedInAtMostTwoThousandLines() {
        for (int steps : new int[] {1, 20, 1899, 1900, 1901, 4000, 100_003, 2_000_000}) {
            RecordedSteps kept = RecordedSteps.of(steps);
            long count = java.util.stream.IntStream.range(0, steps)
                    .filter(kept::contains)
                    .count();
            assertThat(count).as("lines of %d steps", steps).isBetween(Math.min(steps, 950L), 1901L);
        }
        assertThat(RecordedSteps.of(1900).every()).isEqualTo(1);
    }

    private static Events read(String run) throws IOException {
        return Events.read(directory.tensorBoard().resolve(run).resolve(EventFile.NAME));
    }
}
