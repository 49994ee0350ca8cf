package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that choose, on the features that a frozen backbone computes of two folders of photographs. */
class AdaptedPhotographsTest {
    @TempDir
    private static Path temp;

    private static TinyPhotographs photographs;
    private static Path whole;
    private static Cli first;

    @BeforeAll
    static void adapt() throws IOException {
        photographs = new TinyPhotographs(temp, 60);
        whole = temp.resolve("whole");
        first = adapt(whole);
    }

    private static List<String> pair(String verb, Path out) {
        List<String> all = new ArrayList<>(List.of(verb, "--source", photographs.source()));
        all.addAll(List.of("--target", photographs.target(), "--data", temp.toString(), "--out", out.toString()));
        all.addAll(List.of("--threads", "1", "--precision", "fp32"));
        return all;
    }

    private static Cli adapt(Path out, String... more) {
        List<String> all = pair("adapt", out);
        all.addAll(List.of("--backbone", photographs.backbone(), "--steps", "20", "--methods", "dann,mcc"));
        all.addAll(List.of(more));
        return Cli.run(all.toArray(String[]::new));
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @Test
    void adapt_computesFeaturesOnce_andTrainsAllCandidatesOnThem() throws IOException {
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err().lines().filter(line -> line.contains("features of 60 of 60 images")))
                .hasSize(2);
        assertThat(first.out()).contains(" labelled and 60 unlabelled images, 2 classes");
        JsonNode verdict = json(whole.resolve("verdict.json"));
        assertThat(verdict.path("request").path("preset").asText()).isEqualTo("photographs");
        assertThat(verdict.path("request").path("backbone").path("sha256").asText())
                .matches("[0-9a-f]{64}");
        assertThat(verdict.path("candidates")).hasSize(3);
        assertThat(verdict.path("request").path("backbone").path("file").asText())
                .isEqualTo("network.onnx");
        for (String stored : List.of("verdict.json", "adapt.json", "candidates/mcc/outcome.json")) {
            assertThat(Files.readString(whole.resolve(stored)))
                    .doesNotContain(photographs.network().toString());
        }
    }

    @Test
    void chosenFolder_worksWithTheOtherCommands() {
        Cli predicted = Cli.run("predict", whole.toString(), temp.resolve("B").toString(), "--quiet");
        assertThat(predicted.code()).as(predicted.err()).isZero();
        assertThat(predicted.out().lines().filter(line -> line.contains(".png")))
                .hasSize(60);
        Cli evaluated = Cli.run("evaluate", whole.toString(), "--on", photographs.target());
        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        Cli exported = Cli.run("export", whole.toString(), "--format", "onnx", "--check");
        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(exported.out()).contains("the backbone is inside", "0 with different classes");
    }

    @Test
    void killedInTheMiddle_continues_andEndsTheSame() throws IOException {
        Path out = temp.resolve("killed");
        assertThat(adapt(out).code()).isZero();
        for (String lost : List.of("verdict.json", "candidates/mcc/outcome.json", "candidates/mcc/model.safetensors")) {
            Files.delete(out.resolve(lost));
        }
        Files.delete(out.resolve("model.safetensors"));

        Cli run = adapt(out, "--test-afterwards");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("(already done)");
        assertThat(run.out()).contains("test acc. %");
        assertThat(out.resolve("candidates/mcc/model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("candidates/mcc/model.safetensors"));
        assertThat(json(out.resolve("verdict.json")).path("estimatedAccuracy"))
                .isEqualTo(json(whole.resolve("verdict.json")).path("estimatedAccuracy"));
    }

    /** A verdict and what it was asked for, as versions wrote them that stored the path and no licence. */
    @Test
    void verdictOfAnEarlierVersion_isStillThisOne_whereverTheFileIsNow() throws IOException {
        Path out = temp.resolve("earlier");
        assertThat(adapt(out).code()).isZero();
        for (String stored : List.of("verdict.json", "adapt.json")) {
            Files.writeString(
                    out.resolve(stored),
                    Files.readString(out.resolve(stored))
                            .replace("\"network.onnx\"", "\"/elsewhere/network.onnx\"")
                            .replaceAll("(?s),\\s*\"weights\" : \\{[^}]*\\}", ""));
            assertThat(Files.readString(out.resolve(stored))).doesNotContain("not stated in the file");
        }

        Cli again = adapt(out);

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err()).contains("this adaptation has ended");
        Files.delete(out.resolve("verdict.json"));
        Cli continued = adapt(out);
        assertThat(continued.code()).as(continued.err()).isZero();
        assertThat(continued.err()).contains("(already done)");
    }

    @Test
    void otherBackbone_isRefused_ratherThanMixed() {
        List<String> all = pair("adapt", whole);
        all.addAll(List.of("--steps", "20", "--methods", "dann,mcc", "--preset", "photographs"));

        Cli none = Cli.run(all.toArray(String[]::new));

        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("other options", "--out").hasLineCount(1);
    }

    @Test
    void labelsByHand_nameTheFiles() throws IOException {
        Path out = temp.resolve("labels");
        assertThat(adapt(out, "--labels-for", "4").code()).isZero();

        assertThat(Files.readAllLines(out.resolve("labels/labels.csv")))
                .hasSize(5)
                .anyMatch(line -> line.matches("1,\".*\\.png\","));
    }

    @Test
    void sweep_triesValuesOnTheFeatures() throws IOException {
        Path out = temp.resolve("sweep");
        List<String> all = pair("sweep", out);
        all.addAll(List.of("--backbone", photographs.backbone(), "--steps", "10", "--set", "dann.lambda.max=0.5,1"));
        all.addAll(List.of("--set", "batchSize=16"));

        Cli run = Cli.run(all.toArray(String[]::new));

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode result = json(out.resolve("sweep.json"));
        assertThat(result.path("trials")).hasSize(2);
        assertThat(result.path("request").path("preset").asText()).isEqualTo("photographs");
        assertThat(result.path("request").path("backbone").path("file").asText())
                .isEqualTo("network.onnx");
        Cli predicted =
                Cli.run("predict", out.toString(), temp.resolve("B/red/0.png").toString(), "--quiet");
        assertThat(predicted.code()).as(predicted.err()).isZero();
    }

    @Test
    void aBackboneThatCannotBeUsed_isALine() {
        for (String verb : List.of("adapt", "sweep")) {
            List<String> all = pair(verb, temp.resolve("none"));
            all.addAll(List.of("--backbone", "onnx:" + photographs.network()));
            if (verb.equals("sweep")) {
                all.addAll(List.of("--set", "batchSize=8"));
            }
            Cli run = Cli.run(all.toArray(String[]::new));
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("has 2 outputs").hasLineCount(2);
            assertThat(temp.resolve("none")).doesNotExist();
        }
    }
}
