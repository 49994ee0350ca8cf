package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.classify.Classification;
import io.github.dann4j.classify.Classifier;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with a frozen backbone, from two folders of photographs to a classifier without libtorch. */
class BackboneRunTest {
    @TempDir
    private Path temp;

    private Path network;
    private Path out;

    /** Classes differ in their colour, domains in their brightness. */
    @BeforeEach
    void makeFolders() throws IOException {
        Random random = new Random(1);
        for (int domain = 0; domain < 2; domain++) {
            for (int i = 0; i < 48; i++) {
                int label = i % 2;
                BufferedImage image = new BufferedImage(40 + i, 90 - i, BufferedImage.TYPE_INT_RGB);
                for (int y = 0; y < image.getHeight(); y++) {
                    for (int x = 0; x < image.getWidth(); x++) {
                        int strong = 120 + 60 * domain + random.nextInt(60);
                        image.setRGB(x, y, label == 0 ? strong << 16 | 40 : strong | 40 << 16);
                    }
                }
                Path file = temp.resolve(String.format(
                        Locale.ROOT, "%s/%s/%d.png", "AB".charAt(domain), label == 0 ? "red" : "blue", i));
                Files.createDirectories(file.getParent());
                ImageIO.write(image, "png", file.toFile());
            }
        }
        network = Files.write(temp.resolve("network.onnx"), network().toByteArray());
        out = temp.resolve("run");
    }

    /** Two outputs: the maximum of each channel, and its double. */
    private static ModelProto network() {
        return ModelProto.newBuilder()
                .setIrVersion(7)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(GraphProto.newBuilder()
                        .setName("images") // the name of a value in exported models
                        .addInput(value("images", -1, 3, 16, 16))
                        .addNode(node("GlobalAveragePool", "images", "v1"))
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Concat")
                                .addInput("v1")
                                .addInput("v1")
                                .addOutput("both")
                                .addAttribute(AttributeProto.newBuilder()
                                        .setName("axis")
                                        .setType(AttributeProto.AttributeType.INT)
                                        .setI(1)))
                        .addNode(node("Flatten", "both", "features"))
                        .addNode(node("Neg", "features", "logits"))
                        .addOutput(value("features", -1, 6))
                        .addOutput(value("logits", -1, 6)))
                .build();
    }

    private static NodeProto node(String operator, String from, String to) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addInput(from)
                .addOutput(to)
                .build();
    }

    private static ValueInfoProto value(String name, int... shape) {
        TensorShapeProto.Builder sides = TensorShapeProto.newBuilder();
        for (int side : shape) {
            TensorShapeProto.Dimension.Builder one = sides.addDimBuilder();
            if (side < 0) {
                one.setDimParam("n");
            } else {
                one.setDimValue(side);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(sides)))
                .build();
    }

    private Cli run(String verb, String... more) {
        return Cli.run(Stream.concat(
                        Stream.of(
                                verb,
                                "--source",
                                "folder:" + temp.resolve("A"),
                                "--target",
                                "folder:" + temp.resolve("B") + "?test=all",
                                "--backbone",
                                "onnx:" + network + "?mean=0.5,sd=0.25#features",
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
