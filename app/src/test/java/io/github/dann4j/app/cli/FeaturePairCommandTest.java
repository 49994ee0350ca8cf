package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.registry.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests all commands on feature files: a labelled source, a target without labels, and labels only for its test. */
class FeaturePairCommandTest {
    @TempDir
    private Path temp;

    private Path source;
    private Path target;
    private Path test;

    @BeforeEach
    void writeFiles() throws IOException {
        source = write("source.csv", 0, true, 1);
        target = write("target.csv", 1, false, 2);
        test = write("test.csv", 1, true, 3);
    }

    /** Two clusters in three columns; the last column is constant. */
    private Path write(String name, double shift, boolean labels, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(labels ? "a,b,c,label\n" : "a,b,c\n");
        for (int i = 0; i < 160; i++) {
            int label = i % 2;
            text.append(String.format(
                    Locale.ROOT,
                    "%.4f,%.4f,7%s%n",
                    5 * label + random.nextGaussian() + shift,
                    500 - 500 * label + 100 * random.nextGaussian(),
                    labels ? (label == 0 ? ",no" : ",yes") : ""));
        }
        return Files.writeString(temp.resolve(name), text.toString());
    }

    private Cli run(String verb, String... options) {
        return Cli.run(java.util.stream.Stream.concat(java.util.stream.Stream.of(verb), Arrays.stream(options))
                .toArray(String[]::new));
    }

    private Cli training(String verb, Path out, String... more) {
        return run(
                verb,
                java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(
                                        "--source", "csv:" + source,
                                        "--target", "csv:" + target + "?test=" + test,
                                        "--preset", "quick",
                                        "--steps", "40",
                                        "--batch", "32",
                                        "--threads", "1",
                                        "--out", out.toString()),
                                Arrays.stream(more))
                        .toArray(String[]::new));
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void compare_trainsEveryMethodThatItsTableShows() throws IOException {
        Path out = temp.resolve("out");
        Cli run = training("compare", out, "--methods", "source-only,dann,cdan,mcd,mean-teacher,shot");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("rows/s", "32 + 32 rows");
        assertThat(run.err()).contains("has no training labels, so train-on-target is not possible");
        JsonNode results = json(out.resolve("results.json"));
        assertThat(results.path("rows")).hasSize(6);
        for (JsonNode row : results.path("rows")) {
            assertThat(row.path("targetAccuracy").path("mean").asDouble())
                    .as(row.path("method").asText())
                    .isGreaterThan(0.8);
        }
        assertThat(results.path("data").get(0).path("shape").toString()).isEqualTo("[3]");
        String page = Files.readString(out.resolve("report.html"));
        assertThat(page).contains("labelled rows of the source");
    }

    @Test
    void allMethods_areComparedButThoseThatCannotBeTrained() throws IOException {
        Path out = temp.resolve("all");
        Cli run = training("compare", out, "--methods", "all", "--no-report");

        assertThat(run.code()).as(run.err()).isZero();
        List<String> adaptations = Methods.all().stream()
                .filter(method -> !method.needsTargetLabels() && !method.needs().needsImages())
                .map(MethodType::name)
                .toList();
        List<String> rows = new ArrayList<>();
        json(out.resolve("results.json"))
                .path("rows")
                .forEach(row -> rows.add(row.path("method").asText()));
        assertThat(rows).containsExactlyElementsOf(adaptations).contains("mcc", "adabn");
        Cli without = run("compare", "--preset", "paper", "--methods", "all", "--out", out.toString());
        assertThat(without.err()).contains("--methods all: without mdd: resample ");
    }

    @Test
    void aModel_predictsEvaluatesExportsAndIsEmbedded() throws IOException {
        Path out = temp.resolve("model");
        assertThat(training("train", out, "--method", "dann", "--no-report").code())
                .isZero();

        // Without a prefix, with the columns in another order, including a column that is to be predicted.
        Path rows = Files.writeString(temp.resolve("new.csv"), "c,b,a,label\n7,20,6,yes\n7,480,1,no\n");
        Cli predicted = run("predict", out.toString(), rows.toString());
        assertThat(predicted.code()).as(predicted.err()).isZero();
        assertThat(predicted.out().lines().skip(1).map(line -> line.split(",")[3]))
                .containsExactly("yes", "no");
        assertThat(predicted.err()).contains("2 rows");

        Cli evaluated = run("evaluate", out.toString(), "--on", "csv:" + test + "?test=all", "--json");
        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        JsonNode evaluation = new ObjectMapper().readTree(evaluated.out());
        assertThat(evaluation.path("accuracy").asDouble())
                .isEqualTo(json(out.resolve("results.json"))
                        .path("runs")
                        .get(0)
                        .path("targetAccuracy")
                        .asDouble());
        assertThat(evaluation.path("trainedOn").asInt()).isZero();

        for (String format : List.of("onnx", "torchscript")) {
            Cli exported = run("export", out.toString(), "--format", format, "--check");
            assertThat(exported.code()).as(exported.err()).isZero();
            assertThat(exported.out()).contains("input float32 [n, 3]", "160 rows, 0 with different classes");
        }

        Cli embedded = run("embed", out.toString(), "--out", temp.resolve("map").toString());
        assertThat(embedded.code()).as(embedded.err()).isZero();

        Cli served = run("serve", out.toString(), "--port", "0");
        assertThat(served.code()).isEqualTo(1);
        assertThat(served.err()).contains("takes rows of features, but the server takes only images");
        Cli image = run("predict", out.toString(), temp.toString());
        assertThat(image.code()).isEqualTo(1);
        assertThat(image.err()).contains("takes vectors of features, not images");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a,b;1,2;3,4;5,6;7,8                   | train has 2 columns of features, but 3 are expected
            a,b,d;1,2,3;3,4,5;5,6,7;7,8,9         | has no column 'c'
            a,b,c;1,2,3;3,x,5;5,6,7;7,8,9         | line 3, column 2: 'x' is not a finite number
            a,b,c;1,2,3;3,NaN,5;5,6,7;7,8,9       | line 3, column 2: 'NaN' is not a finite number
            a,b,c,label;1,2,3,no;3,4,5,maybe      | has a class 'maybe'
            """)
    void aTargetThatDoesNotFit_isRefusedInALine(String text, String message) throws IOException {
        Path bad = Files.writeString(temp.resolve("bad.csv"), text.replace(';', '\n') + "\n");
        Cli run = run(
                "compare",
                "--source",
                "csv:" + source,
                "--target",
                "csv:" + bad + "?test=all",
                "--preset",
                "quick",
                "--steps",
                "2",
                "--batch",
                "2",
                "--out",
                temp.resolve("none").toString());
        assertThat(run.code()).isPositive();
        assertThat(run.err()).contains(message);
        assertThat(temp.resolve("none/results.json")).doesNotExist();
    }
}
