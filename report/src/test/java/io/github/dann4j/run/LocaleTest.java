package io.github.dann4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.CheckpointPlan.Interval;
import io.github.dann4j.experiment.CheckpointPlan.OnNan;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.report.ScatterPlot;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.snapshot.ReportSnapshots;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Terms;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs read is the same in every language: Arabic and Persian have other digits, Turkish another i. */
class LocaleTest {
    static {
        Threads.use(1);
    }

    private static final CheckpointPlan EVERY_7 = new CheckpointPlan(new Interval.Steps(7), 2, OnNan.STOP);
    private static final Comparison SETTINGS = ResumedRuns.comparison(
            ResumedRuns.recipe(new OptimizerSettings.Sgd(0.9, 1e-4)), List.of(Dann.TYPE), List.of(3L));
    private static final Locale BEFORE = Locale.getDefault();

    @TempDir
    private static Path temp;

    private static Map<String, String> expected = Map.of();

    @AfterEach
    void asBefore() {
        Locale.setDefault(BEFORE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "tr-TR", "de-DE"})
    void everyLocale_givesTheSameFilesNamesAndSums(String tag) throws IOException {
        if (expected.isEmpty()) {
            Locale.setDefault(Locale.ROOT);
            expected = all("root");
        }
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(all(tag)).isEqualTo(expected);
    }

    @Test
    void aRunInterruptedUnderOneLocale_goesOnUnderAnother() {
        RunDirectory directory = new RunDirectory(temp.resolve("moved"));
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        interrupt(directory);
        Locale.setDefault(Locale.ROOT);
        List<Integer> from = new ArrayList<>();
        ResumedRuns.run(
                SETTINGS,
                directory,
                EVERY_7,
                new ExperimentListener() {
                    @Override
                    public void resumed(int done, long images, List<Rollback> rollbacks) {
                        from.add(done);
                    }
                },
                ReportSnapshots.none(),
                new ArrayList<>());

        assertThat(from).containsExactly(20);
    }

    private static void interrupt(RunDirectory directory) {
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> ResumedRuns.run(
                        SETTINGS, directory, EVERY_7, new Interrupter(), ReportSnapshots.none(), new ArrayList<>()));
    }

    private static final class Interrupter implements ExperimentListener {
        private int updates;

        @Override
        public void updated(StepContext context, Terms losses, long images) {
            if (++updates == 20) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Everything, by its name. */
    private static Map<String, String> all(String name) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (ImageSet drawn = DataCatalog.open("printed", Split.TEST, new DataLocation(List.of()))) {
            all.put("sum of a set", drawn.sha256());
        }
        Path images = temp.resolve("pictures");
        for (String place : List.of("a/1.png", "a/2.png", "a/3.png", "b/1.png", "b/2.png", "b/3.png")) {
            Path file = images.resolve(place);
            Files.createDirectories(file.getParent());
            ImageIO.write(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        }
        Path cache = temp.resolve("cache-" + name);
        DataLocation where = new DataLocation(List.of(new DataLocation.Place(cache, "the cache folder")));
        try (ImageSet read = DataCatalog.open("folder:" + images, Split.TRAIN, where)) {
            all.put("sum of a folder", read.sha256());
        }
        all.put("cache", names(cache));
        ByteArrayOutputStream svg = new ByteArrayOutputStream();
        new ScatterPlot(
                        "a title",
                        new ScatterPlot.Axes("x", "y", false),
                        new double[][] {{0.5, 1234567.25}, {-2, 3}},
                        List.of(new ScatterPlot.Panel("class", List.of("i", "I"), new int[] {0, 1})))
                .writeSvg(svg);
        all.put("drawing", svg.toString(StandardCharsets.UTF_8));

        RunDirectory directory = new RunDirectory(temp.resolve("run-" + name));
        interrupt(directory);
        all.put("names while it goes", names(directory.folder()));
        ComparisonRecord record = ResumedRuns.run(
                SETTINGS, directory, EVERY_7, ExperimentListener.SILENT, ReportSnapshots.none(), new ArrayList<>());
        directory.write(record);
        all.put("names", names(directory.folder()));
        all.put("metrics", String.join("\n", ResumedRuns.metrics(directory)));
        all.put("results", ResumedRuns.timelessText(Files.readString(directory.results())));
        all.put("settings", RunJson.write(RunSettings.of(SETTINGS, Precision.FP32)));
        return all;
    }

    private static String names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return String.join(
                    "\n",
                    files.map(file -> folder.relativize(file).toString())
                            .sorted()
                            .toList());
        }
    }
}
