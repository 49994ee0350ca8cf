package io.github.dann4j.app.cli;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Two folders of small photographs and a network for them. Classes differ in their colour, domains in their brightness;
 * no two photographs have the same size.
 */
final class TinyPhotographs {
    private final Path folder;

    /**
     * Writes them.
     *
     * @param each number of photographs of each domain, at most 80
     */
    TinyPhotographs(Path folder, int each) throws IOException {
        this.folder = folder;
        Random random = new Random(each); // so that features of other tests are not found in the cache
        for (int domain = 0; domain < 2; domain++) {
            for (int i = 0; i < each; i++) {
                int label = i % 2;
                BufferedImage image = new BufferedImage(40 + i, 90 - i, BufferedImage.TYPE_INT_RGB);
                for (int y = 0; y < image.getHeight(); y++) {
                    for (int x = 0; x < image.getWidth(); x++) {
                        int strong = 120 + 60 * domain + random.nextInt(60);
                        image.setRGB(x, y, label == 0 ? strong << 16 | 40 : strong | 40 << 16);
                    }
                }
                Path file = folder.resolve(String.format(
                        Locale.ROOT, "%s/%s/%d.png", "AB".charAt(domain), label == 0 ? "red" : "blue", i));
                Files.createDirectories(file.getParent());
                ImageIO.write(image, "png", file.toFile());
            }
        }
        Files.write(network(), graph().toByteArray());
    }

    /** The file of the network. */
    Path network() {
        return folder.resolve("network.onnx");
    }

    String source() {
        return "folder:" + folder.resolve("A");
    }

    String target() {
        return "folder:" + folder.resolve("B") + "?test=all";
    }

    String backbone() {
        return "onnx:" + network() + "?mean=0.5,sd=0.25#features";
    }

    /** Two outputs: the mean of each channel, twice, and its negative. */
    static ModelProto graph() {
        return ModelProto.newBuilder()
                .setIrVersion(7)
                .addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey("source").setValue("a test"))
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
}
