package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.classify.Classification;
import io.github.dann4j.classify.Classifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with a frozen backbone, from two folders of photographs to a classifier without libtorch. */
class BackboneRunTest {
    @TempDir
    private Path temp;

    private TinyPhotographs photographs;
    private Path network;
    private Path out;

    @BeforeEach
    void makeFolders() throws IOException {
        photographs = new TinyPhotographs(temp, 48);
        network = photographs.network();
        out = temp.resolve("run");
    }

    private Cli run(String verb, String... more) {
        return Cli.run(Stream.concat(
                        Stream.of(
                                verb,
                                "--source",
                                photographs.source(),
                                "--target",
                                photographs.target(),
                                "--backbone",
                                photographs.backbone(),
                                "--data",
                                temp.toString(),
                                "--steps",
                                "40",
                                "--batch",
                                "16",
                                "--threads",
                                "1",
                                "--precision",
                                "fp32",
                                "--out",
                                out.toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void aTraining_isUsedByAllCommands_andByAClassifierWithoutLibtorch() throws IOException {
        Cli training = run("train", "--method", "dann", "--no-tensorboard");
        assertThat(training.code()).as(training.err()).isZero();
        assertThat(training.err()).contains("all images are in both splits", "features of ");
        JsonNode run = new ObjectMapper().readTree(out.resolve("run.json").toFile());
        assertThat(run.toString()).contains("\"output\":\"features\"", "\"size\":16", "\"mean\":[0.5,0.5,0.5]");
        assertThat(training.err()).contains("network.onnx: origin: a test; licence: not stated in the file");
        String card = Files.readString(out.resolve("model.safetensors"), StandardCharsets.ISO_8859_1);
        assertThat(card)
                .contains("network.onnx", "a test", "not stated in the file")
                .doesNotContain(network.toString());
        assertThat(Files.readString(out.resolve("results.json"))).doesNotContain(network.toString());
        assertThat(Files.readString(out.resolve("backbone.path"))).isEqualTo(network + "\n");

        Cli evaluation = Cli.run("evaluate", out.toString(), "--on", "folder:" + temp.resolve("B") + "?test=all");
        assertThat(evaluation.code()).as(evaluation.err()).isZero();

        Cli predicted = Cli.run("predict", out.toString(), temp.resolve("B").toString(), "--quiet");
        assertThat(predicted.code()).as(predicted.err()).isZero();
        Map<Path, String> classes = predicted
                .out()
                .lines()
                .filter(line -> line.contains(".png"))
                .collect(Collectors.toMap(line -> Path.of(line.split(",")[0]), line -> line));
        assertThat(classes).hasSize(48);
        Cli set = Cli.run("predict", out.toString(), "folder:" + temp.resolve("B") + "?test=all", "--quiet");
        assertThat(set.code()).as(set.err()).isZero();
        assertThat(set.out()).contains("red/0.png");

        Cli exported = Cli.run("export", out.toString(), "--format", "onnx", "--check");
        assertThat(exported.code()).as(exported.err()).isZero();
        assertThat(exported.out()).contains("uint8 [n, 16, 16, 3]; the backbone is inside", "0 with different classes");
        assertThat(metadata(out.resolve("model.onnx")))
                .containsEntry("backbone.name", "onnx")
                .containsEntry("backbone.origin", "a test")
                .containsEntry("backbone.licence", "not stated in the file")
                .hasEntrySatisfying(
                        "backbone", text -> assertThat(text).matches("network\\.onnx#features, sha256 [0-9a-f]{64}"));
        try (Classifier classifier = Classifier.open(out.resolve("model.onnx"))) {
            assertThat(classifier.classNames()).containsExactly("blue", "red");
            for (Map.Entry<Path, String> one : classes.entrySet()) {
                Classification result = classifier.classify(one.getKey());
                String[] cells = one.getValue().split(",");
                assertThat(cells).contains(result.className());
                assertThat(Float.parseFloat(cells[cells.length - 1])).isCloseTo(result.probability(), within(2e-4f));
            }
        }
        Cli script = Cli.run("export", out.toString(), "--format", "torchscript");
        assertThat(script.code()).isEqualTo(1);
        assertThat(script.err()).contains("use --format onnx");

        Files.move(network, temp.resolve("elsewhere.onnx"));
        Cli lost =
                Cli.run("predict", out.toString(), temp.resolve("B/red/0.png").toString());
        assertThat(lost.code()).isEqualTo(1);
        assertThat(lost.err())
                .contains("no such file; it is the backbone of the training")
                .hasLineCount(1);
        Files.copy(temp.resolve("elsewhere.onnx"), out.resolve("network.onnx"));
        assertThat(Cli.run(
                                "predict",
                                out.toString(),
                                temp.resolve("B/red/0.png").toString())
                        .code())
                .isZero();
        Files.writeString(network, "no network");
        Cli other = Cli.run("evaluate", out.toString(), "--on", "folder:" + temp.resolve("B") + "?test=all");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err())
                .contains("network.onnx: not a file in the ONNX format, or cut off")
                .hasLineCount(1);
    }

    private static Map<String, String> metadata(Path model) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(model)).getMetadataPropsList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    }

    @Test
    void aBackboneThatCannotBeUsed_isALine() {
        Cli none = run("compare", "--backbone-", "x");
        assertThat(none.code()).isEqualTo(2);
        Cli features = Cli.run(
                "compare",
                "--source",
                "amazon-books",
                "--target",
                "amazon-dvd",
                "--backbone",
                "onnx:" + network + "#features");
        assertThat(features.code()).isEqualTo(2);
        assertThat(features.err()).contains("contains vectors of features, but a backbone takes images");
        Cli output = Cli.run("compare", "--backbone", "onnx:" + network);
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.err()).contains("has 2 outputs (features [?, 6], logits [?, 6]); choose one");
    }
}
