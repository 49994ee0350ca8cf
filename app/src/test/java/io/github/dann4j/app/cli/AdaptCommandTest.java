package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptCommandTest {
    @TempDir
    private static Path shared;

    private static TinySets sets;
    private static Path whole;

    @BeforeAll
    static void adapt() throws IOException {
        sets = new TinySets(shared.resolve("data"));
        whole = shared.resolve("whole");
        Cli run = adapt(sets, whole, "mnist-m");
        assertThat(run.code()).as(run.err()).isZero();
    }

    private static Cli adapt(TinySets data, Path out, String target, String... more) {
        List<String> all = new ArrayList<>(List.of("adapt", "--source", "mnist", "--target", target));
        all.addAll(List.of("--data", data.folder().toString(), "--out", out.toString(), "--preset", "demo"));
        all.addAll(List.of("--steps", "3", "--methods", "adabn,dann", "--threads", "1", "--precision", "fp32"));
        all.addAll(List.of(more));
        return Cli.run(all.toArray(String[]::new));
    }

    private static JsonNode verdict(Path out) throws IOException {
        return new ObjectMapper().readTree(Files.readString(out.resolve("verdict.json")));
    }

    @Test
    void verdict_hasTheFormThatProgramsRead() throws IOException {
        JsonNode verdict = verdict(whole);

        assertThat(verdict.path("verdict").asText()).isIn("adapt", "do not adapt");
        assertThat(verdict.path("chosen").asText()).isIn("source-only", "adabn", "dann");
        JsonNode estimate = verdict.path("estimatedAccuracy");
        assertThat(estimate.path("low").asDouble())
                .isBetween(0.0, estimate.path("mean").asDouble());
        assertThat(estimate.path("high").asDouble())
                .isBetween(estimate.path("mean").asDouble(), 1.0);
        assertThat(verdict.path("because")).isNotEmpty();
        assertThat(verdict.path("candidates")).hasSize(3);
        assertThat(verdict.path("heldOutTarget").asInt()).isEqualTo(9);
        assertThat(Files.readString(whole.resolve("report.html")))
                .contains("<!doctype html>", "nearest-source", "9 unlabelled examples")
                .doesNotContain("{{", "://");
    }

    @Test
    void json_isTheVerdict_andTheSameCommandShowsItAgain() throws IOException {
        Cli again = adapt(sets, whole, "mnist-m", "--json");

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("has ended");
        assertThat(again.out()).isEqualTo(Files.readString(whole.resolve("verdict.json")));
    }

    @Test
    void folder_isThatOfATraining_forOtherCommands() throws IOException {
        String chosen = verdict(whole).path("chosen").asText();
        assertThat(whole.resolve("model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("candidates/" + chosen + "/model.safetensors"));

        Cli evaluated = Cli.run(
                "evaluate",
                whole.toString(),
                "--on",
                "mnist-m",
                "--data",
                sets.folder().toString(),
                "--json");

        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("\"accuracy\"");
    }

    @Test
    void candidatesThatAreTestedAfterwards_areStudied_andTheVerdictStays() throws IOException {
        String before = Files.readString(whole.resolve("verdict.json"));
        Cli tested = adapt(sets, whole, "mnist-m", "--test-afterwards");
        assertThat(tested.code()).as(tested.err()).isZero();
        assertThat(Files.readString(whole.resolve("verdict.json"))).isEqualTo(before);

        JsonNode accuracies = new ObjectMapper().readTree(Files.readString(whole.resolve("tested.json")));
        Cli study = Cli.run("study", whole.getParent().toString());
        assertThat(study.code()).as(study.err()).isZero();
        assertThat(study.out())
                .contains("mnist -> mnist-m", "ensemble", "class-ami", "rank correlation")
                .contains(String.format(
                        Locale.ROOT,
                        "%.1f",
                        100 * accuracies.path("source-only").asDouble()));
        JsonNode json = new ObjectMapper()
                .readTree(Cli.run("study", "--json", whole.toString()).out());
        assertThat(json.path("choices").path(0).path("sourceOnly").asDouble())
                .isEqualTo(accuracies.path("source-only").asDouble());
        assertThat(json.path("validators")).isNotEmpty();
    }

    @Test
    void folderWithoutTestedAdaptations_cannotBeStudied(@TempDir Path empty) {
        Cli study = Cli.run("study", empty.toString());

        assertThat(study.code()).isEqualTo(1);
        assertThat(study.err())
                .contains("has no adaptation that was tested", "--test-afterwards")
                .hasLineCount(1);
    }

    @Test
    void killedInTheMiddle_continues_andEndsTheSame() throws IOException {
        Path out = shared.resolve("killed");
        assertThat(adapt(sets, out, "mnist-m").code()).isZero();
        byte[] model = Files.readAllBytes(out.resolve("candidates/dann/model.safetensors"));
        Files.delete(out.resolve("verdict.json"));
        Files.delete(out.resolve("model.safetensors"));
        Files.delete(out.resolve("candidates/dann/outcome.json"));
        Files.delete(out.resolve("candidates/dann/model.safetensors"));

        Cli run = adapt(sets, out, "mnist-m");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("source-only, seed 0", "(already done)");
        assertThat(out.resolve("candidates/dann/model.safetensors")).hasBinaryContent(model);
        assertThat(verdict(out).path("estimatedAccuracy"))
                .isEqualTo(verdict(whole).path("estimatedAccuracy"));
    }

    @Test
    void otherOptions_areRefused_ratherThanMixed() {
        Cli other = adapt(sets, whole, "mnist-m", "--seed", "1");

        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("other options", "seed", "--out").hasLineCount(1);
    }

    @Test
    void targetLabelsAndTestImages_changeNothing() throws IOException {
        TinySets other = new TinySets(shared.resolve("other"));
        byte[] shuffled = new byte[TinySets.TRAIN];
        Arrays.fill(shuffled, (byte) 3);
        other.write("mnist-m/mnistm-train-labels-idx1-ubyte.gz", TinySets.labels(shuffled));
        other.write("mnist-m/mnistm-test-images-idx4-ubyte.gz", TinySets.images(7, 32, 3));
        other.write("mnist-m/mnistm-test-labels-idx1-ubyte.gz", TinySets.labels(7));
        other.write("mnist/t10k-images-idx3-ubyte.gz", TinySets.images(7, 28, 1));
        other.write("mnist/t10k-labels-idx1-ubyte.gz", TinySets.labels(7));
        Path out = shared.resolve("leak");

        Cli run = adapt(other, out, "mnist-m");

        assertThat(run.code()).as(run.err()).isZero();
        for (String same : List.of("verdict", "chosen", "estimatedAccuracy", "because", "remarks")) {
            assertThat(verdict(out).path(same))
                    .as(same)
                    .isEqualTo(verdict(whole).path(same));
        }
        assertThat(figures(out)).isEqualTo(figures(whole));
    }

    private static List<JsonNode> figures(Path out) throws IOException {
        List<JsonNode> figures = new ArrayList<>();
        verdict(out).path("candidates").forEach(candidate -> figures.add(candidate.path("figures")));
        return figures;
    }

    @Test
    void tenImages_areTooFew() throws IOException {
        Path out = shared.resolve("ten");

        Cli run = adapt(sets, out, "mnist-m[:10]");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("do not adapt", "only 10 training images", "source-only");
        assertThat(verdict(out).path("candidates")).hasSize(1);
        assertThat(out.resolve("model.safetensors")).exists();
    }

    @Test
    void sameImagesAsTheSource_needNoAdaptation() {
        Cli run = adapt(sets, shared.resolve("identical"), "mnist");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("do not adapt", "60 of the 60 images of the target are also in the source");
    }

    @Test
    void otherClasses_areNamed() throws IOException {
        Path folder = shared.resolve("animals");
        for (String name : List.of("0", "1", "dog")) {
            Files.createDirectories(folder.resolve(name));
            for (int i = 0; i < 40; i++) {
                BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
                image.getRaster().setSample(i % 28, i / 28, 0, 99 + name.hashCode() % 50);
                ImageIO.write(
                        image, "png", folder.resolve(name).resolve(i + ".png").toFile());
            }
        }

        Cli run = adapt(sets, shared.resolve("foreign"), "folder:" + folder);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("do not adapt", "1 class that the source lacks (dog)");
    }

    @Test
    void budget_measuresTheSpeed_andPlansTheSteps() throws IOException {
        Path out = shared.resolve("budget");

        Cli run = Cli.run(
                "adapt",
                "--source",
                "mnist",
                "--target",
                "mnist-m",
                "--data",
                sets.folder().toString(),
                "--preset",
                "demo",
                "--budget",
                "1s",
                "--methods",
                "adabn,dann",
                "--threads",
                "1",
                "--precision",
                "fp32",
                "--out",
                out.toString());

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode plan = verdict(out).path("plan");
        assertThat(plan.path("imagesPerSecond").asDouble()).isPositive();
        assertThat(plan.path("steps").asInt()).isBetween(50, 400);
    }

    @Test
    void labelsByHand_measureTheAccuracy_andLeaveTheChoice() throws IOException {
        Path out = shared.resolve("labelled");
        Cli drawn = adapt(sets, out, "mnist-m", "--labels-for", "6");
        assertThat(drawn.code()).as(drawn.err()).isZero();
        assertThat(drawn.err()).contains("labels.csv: enter classes in its last column");
        assertThat(out.resolve("labels/sheet.png")).isNotEmptyFile();
        Path csv = out.resolve("labels/labels.csv");
        assertThat(Files.readAllLines(csv)).hasSize(7).startsWith("number,file,class", "1,,", "2,,");

        Files.writeString(csv, "number,file,class\n1,,3\n2,,3\n3,,\n4,,3\n5,,3\n6,,3\n");
        Cli measured = adapt(sets, out, "mnist-m");
        assertThat(measured.code()).as(measured.err()).isZero();
        assertThat(measured.out()).contains("measured on labels given by hand:", " of 5\n");
        JsonNode verdict = verdict(out);
        assertThat(verdict.path("measuredAccuracy").path("labelled").asInt()).isEqualTo(5);
        assertThat(verdict.path("chosen")).isEqualTo(verdict(whole).path("chosen"));

        Files.writeString(csv, "number,file,class\n1,,three\n");
        Cli wrong = adapt(sets, out, "mnist-m");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("line 2", "'three' is not a class of the source");
        Cli many = adapt(sets, whole, "mnist-m", "--labels-for", "100");
        assertThat(many.code()).isEqualTo(1);
        assertThat(many.err()).contains("100 examples", "only 9 of the target are held out");
    }

    @Test
    void wrongOptions_areUsage() {
        String out = shared.resolve("none").toString();
        Cli budget = adapt(sets, Path.of(out), "mnist-m", "--budget", "soon");
        assertThat(budget.code()).isEqualTo(2);
        assertThat(budget.err()).contains("expected a time such as 90s, 30m or 2h, got 'soon'");
        Cli noOut = Cli.run("adapt", "--source", "mnist", "--target", "mnist-m");
        assertThat(noOut.code()).isEqualTo(2);
        assertThat(noOut.err()).contains("--out");
        Cli missing = adapt(sets, Path.of(out), "mnits");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("mnist");
        assertThat(Path.of(out)).doesNotExist();
    }
}
