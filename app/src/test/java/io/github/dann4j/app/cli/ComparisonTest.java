package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temp;

    private TinySets sets;

    @BeforeEach
    void makeSets() throws IOException {
        sets = new TinySets(temp.resolve("data"));
    }

    @Test
    void compare_writesResultsAndCurvesAndPrintsATable() throws IOException {
        Path out = temp.resolve("out");
        Cli run = Cli.run(Cli.tiny("compare", sets, "--batch", "8", "--seeds", "0,1", "--out", out.toString()));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Source only", "AdaBN", "DANN", "Train on target", "results.json", "report.html");
        assertThat(run.out()).containsSubsequence("Train on target", "diagnosis", "[source-not-learned]", "Written: ");
        assertThat(run.err()).contains("dann, seed 1 (6/8): 3 steps", "dann, seed 1: step 3 of 3");
        JsonNode results = JSON.readTree(out.resolve("results.json").toFile());
        assertThat(methods(results)).containsExactly("source-only", "adabn", "dann", "dann-pl", "target-only");
        for (JsonNode row : results.path("rows")) {
            assertThat(row.path("targetAccuracy").path("perSeed")).hasSize(2);
            assertThat(row.path("targetAccuracy").path("mean").asDouble()).isBetween(0.0, 1.0);
            assertThat(row.path("domainAccuracy").isNull())
                    .isEqualTo(!row.path("method").asText().startsWith("dann"));
        }
        assertThat(results.path("selection").asText()).isEqualTo("last");
        assertThat(results.path("data")).hasSize(4);
        assertThat(ImageIO.read(out.resolve("curves.png").toFile()).getWidth()).isPositive();
        assertThat(ImageIO.read(out.resolve("features.gif").toFile()).getWidth())
                .isPositive();
        assertThat(Files.readAllLines(out.resolve("metrics.jsonl"))).hasSize(2 * (4 * 3 + 5));
        assertThat(out.resolve("tensorboard/target-only-seed1")).isNotEmptyDirectory();
        assertThat(out.resolve("tensorboard/adabn-seed0/projector_config.pbtxt"))
                .exists();
    }

    @Test
    void labelsOfTheTarget_areInTheTableAndTheResults_andCannotChangeLater() throws IOException {
        Path out = temp.resolve("out");
        Cli run = Cli.run(Cli.tiny(
                "compare", sets, "--batch", "8", "--seeds", "0", "--target-labels", "2", "--out", out.toString()));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("8 + 8 images, 2 labels of each class of the target, seed 0");
        assertThat(JSON.readTree(out.resolve("results.json").toFile())
                        .at("/recipe/targetLabels")
                        .asInt())
                .isEqualTo(2);
        assertThat(Files.readString(out.resolve("report.html"))).contains("Labels of the target", "2 of each class");
        Cli other = Cli.run("compare", "--resume", out.toString(), "--target-labels", "3");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("was started with --target-labels 2, got --target-labels 3");
    }

    @Test
    void tensorBoardsFiles_areLeftOutOnDemand() {
        Path out = temp.resolve("out");
        Cli run = Cli.run(Cli.tiny("train", sets, "--batch", "8", "--no-tensorboard", "--out", out.toString()));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(out.resolve("tensorboard")).doesNotExist();
        assertThat(out.resolve("metrics.jsonl")).exists();
    }

    @Test
    void withoutReport_allElseIsThere() {
        Path out = temp.resolve("out");
        Cli run = Cli.run(Cli.tiny(
                "compare",
                sets,
                "--batch",
                "8",
                "--seeds",
                "0",
                "--methods",
                "dann",
                "--no-report",
                "--out",
                out.toString()));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("Written: ").doesNotContain("report.html");
        assertThat(out.resolve("report.html")).doesNotExist();
        assertThat(out.resolve("results.json")).exists();
    }

    @Test
    void aReportThatCannotBeMade_costsNoResult() throws IOException {
        Path out = temp.resolve("out");
        Files.createDirectories(out.resolve("report.html").resolve("in the way"));
        Cli run = Cli.run(Cli.tiny(
                "compare", sets, "--batch", "8", "--seeds", "0", "--methods", "dann", "--out", out.toString()));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("DANN");
        assertThat(run.err())
                .contains("report.html was not written", "is a folder", "results.json", "--no-report")
                .doesNotContain("\tat ");
        assertThat(methods(JSON.readTree(out.resolve("results.json").toFile()))).containsExactly("dann");
    }

    @Test
    void theReport_namesTheWholeCommand() throws IOException {
        Path out = temp.resolve("first");
        String[] args =
                Cli.tiny("compare", sets, "--batch", "8", "--methods", "dann", "--seeds", "4", "--out", out.toString());
        assertThat(Cli.run(args).code()).isZero();
        String page = Files.readString(out.resolve("report.html"));
        String command = JSON.readTree(page.replaceAll("(?s).*type=\"application/json\">(.*?)</script>.*", "$1"))
                .path("command")
                .asText();

        assertThat(command)
                .isEqualTo(
                        "./dann4j compare --source mnist --target mnist-m --data %s --threads 1 --steps 3 --batch 8 --methods dann --seeds 4 --precision fp32 --device cpu"
                                .formatted(sets.folder()));
    }

    @Test
    void sameCommandTwice_givesTheSameResultsApartFromTimes() throws IOException {
        JsonNode first = resultsOf("first", "--seeds", "5");
        JsonNode second = resultsOf("second", "--seeds", "5");
        JsonNode other = resultsOf("other", "--seeds", "6");

        assertThat(second).isEqualTo(first);
        assertThat(other.path("runs").get(0).path("curve"))
                .isNotEqualTo(first.path("runs").get(0).path("curve"));
    }

    @Test
    void adabn_isTheSameWithAndWithoutSourceOnlyBesideIt() throws IOException {
        JsonNode beside = resultsOf("beside", "--seeds", "1", "--methods", "source-only,adabn");
        JsonNode alone = resultsOf("alone", "--seeds", "1", "--methods", "adabn");

        assertThat(alone.path("rows").get(0).path("targetAccuracy"))
                .isEqualTo(beside.path("rows").get(1).path("targetAccuracy"));
        assertThat(alone.path("runs").get(0).path("targetConfusion"))
                .isEqualTo(beside.path("runs").get(1).path("targetConfusion"));
    }

    @Test
    void json_isTheFile() throws IOException {
        Path out = temp.resolve("out");
        Cli run = Cli.run(Cli.tiny(
                "compare",
                sets,
                "--batch",
                "8",
                "--seeds",
                "0",
                "--methods",
                "dann",
                "--json",
                "--quiet",
                "--out",
                out.toString()));

        assertThat(run.out()).isEqualTo(Files.readString(out.resolve("results.json")));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void paperPreset_runsThePapersNetWithoutAdaBn() throws IOException {
        JsonNode results = resultsOf("paper", "--preset", "paper", "--seeds", "0");

        assertThat(methods(results)).containsExactly("source-only", "dann", "target-only");
        assertThat(results.path("recipe").path("network").path("name").asText()).isEqualTo("mnist");
    }

    @Test
    void train_savesAModelThatEvaluatesToTheSameAccuracy() throws IOException {
        Path out = temp.resolve("out");
        Cli training = Cli.run(Cli.tiny("train", sets, "--batch", "8", "--seed", "3", "--out", out.toString()));
        assertThat(training.code()).as(training.err()).isZero();
        assertThat(training.out())
                .contains("Written: ", "model.safetensors", "results.json", "curves.png", "report.html");
        assertThat(out.resolve("report.html")).isNotEmptyFile();
        JsonNode row =
                JSON.readTree(out.resolve("results.json").toFile()).path("rows").get(0);

        JsonNode target = evaluated(out, "mnist-m");
        JsonNode source = evaluated(out, "mnist");

        assertThat(target.path("accuracy")).isEqualTo(row.path("targetAccuracy").path("mean"));
        assertThat(target.path("statistics").asText()).isEqualTo("target");
        assertThat(source.path("accuracy")).isEqualTo(row.path("sourceAccuracy").path("mean"));
        assertThat(source.path("statistics").asText()).isEqualTo("source");
    }

    @Test
    void evaluate_tellsWhereTheFeaturesLie_onDemand() throws IOException {
        Path out = temp.resolve("out");
        assertThat(Cli.run(Cli.tiny("train", sets, "--batch", "8", "--out", out.toString()))
                        .code())
                .isZero();
        JsonNode run =
                JSON.readTree(out.resolve("results.json").toFile()).path("runs").get(0);

        JsonNode target = evaluated(out, "mnist-m", "--features");
        Cli text = Cli.run(evaluation(out, "mnist-m", "--features"));

        JsonNode all = target.path("all");
        assertThat((all.path("sourceNamed").asDouble() + all.path("targetNamed").asDouble()) / 2)
                .isCloseTo(run.path("domainAccuracy").asDouble(), within(1e-9));
        assertThat(target.path("classes")).hasSize(10);
        assertThat(target.path("classes").get(3).path("silhouette").isDouble()).isTrue();
        assertThat(text.out().lines().toList()).hasSize(13);
        assertThat(text.out()).contains("silhouette  at source  source named  target named", "  all ");
        assertThat(evaluated(out, "mnist-m").has("all")).isFalse();

        Cli ofSource = Cli.run(evaluation(out, "mnist", "--features"));
        assertThat(ofSource.code()).isEqualTo(2);
        assertThat(ofSource.err()).contains("--features: mnist is the source that the model was trained on", "mnist-m");
    }

    @Test
    void damagedModel_isRefused() throws IOException {
        Path out = temp.resolve("out");
        Cli.run(Cli.tiny("train", sets, "--batch", "8", "--out", out.toString()));
        Path model = out.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(model);
        Files.write(model, java.util.Arrays.copyOf(bytes, bytes.length - 100));

        Cli run = Cli.run(
                "evaluate",
                out.toString(),
                "--on",
                "mnist",
                "--data",
                sets.folder().toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("model.safetensors", "damaged").doesNotContain("\tat ");
    }

    private JsonNode evaluated(Path model, String on, String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(evaluation(model, on, more)));
        args.add("--json");
        Cli run = Cli.run(args.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    private String[] evaluation(Path model, String on, String... more) {
        List<String> args = new ArrayList<>(List.of("evaluate", model.toString(), "--on", on, "--precision", "fp32"));
        args.addAll(List.of("--threads", "1", "--data", sets.folder().toString()));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    /** Returns the results of a comparison without their times. */
    private JsonNode resultsOf(String name, String... more) throws IOException {
        List<String> args = new ArrayList<>(
                List.of("--batch", "8", "--out", temp.resolve(name).toString()));
        args.addAll(List.of(more));
        Cli run = Cli.run(Cli.tiny("compare", sets, args.toArray(String[]::new)));
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode results =
                JSON.readTree(temp.resolve(name).resolve("results.json").toFile());
        results.path("rows").forEach(row -> ((ObjectNode) row).remove(List.of("secondsPerSeed", "imagesPerSecond")));
        results.path("runs").forEach(row -> ((ObjectNode) row).remove(List.of("seconds", "imagesPerSecond")));
        assertThat(((ObjectNode) results).remove("peakRssMiB").isNull())
                .isEqualTo(!Files.exists(Path.of("/proc/self/status")));
        return results;
    }

    private static List<String> methods(JsonNode results) {
        List<String> methods = new ArrayList<>();
        results.path("rows").forEach(row -> methods.add(row.path("method").asText()));
        return methods;
    }
}
