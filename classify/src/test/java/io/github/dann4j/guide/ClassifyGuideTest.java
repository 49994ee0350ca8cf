package io.github.dann4j.guide;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.github.dann4j.classify.Classification;
import io.github.dann4j.classify.Classifier;
import io.github.dann4j.classify.TestGraphs;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/guide/photographs.md. */
class ClassifyGuideTest {
    @TempDir
    private Path temp;

    /** Its logits are the mean red, green and blue of an image, from 0 to 255. */
    private Path model() throws Exception {
        AttributeProto toFloat = AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(TensorProto.DataType.FLOAT_VALUE)
                .build();
        AttributeProto plain = AttributeProto.newBuilder()
                .setName("keepdims")
                .setType(AttributeProto.AttributeType.INT)
                .setI(0)
                .build();
        AttributeProto places = AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(1)
                .addInts(2)
                .build();
        Map<String, String> metadata =
                Map.of("classes", "[\"red \\u2665\",\"green\",\"blue, \\\"deep\\\"\"]", "transform", "size=8,resize=8");
        return Files.write(
                temp.resolve("model.onnx"),
                TestGraphs.model(
                                metadata,
                                GraphProto.newBuilder()
                                        .addInput(TestGraphs.value("images", TensorProto.DataType.UINT8, -1, 8, 8, 3))
                                        .addNode(TestGraphs.node("Cast", List.of("images"), "x", toFloat))
                                        .addNode(TestGraphs.node("ReduceMean", List.of("x"), "means", places, plain))
                                        .addNode(TestGraphs.node("Softmax", List.of("means"), "probabilities"))
                                        .addOutput(
                                                TestGraphs.value("probabilities", TensorProto.DataType.FLOAT, -1, 3)))
                        .toByteArray());
    }

    @Test
    void aModel_classifiesAFile() throws Exception {
        BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 200; i++) {
            image.setRGB(i % 20, i / 20, 0x6500);
        }
        Path photograph = temp.resolve("photo.png");
        ImageIO.write(image, "png", photograph.toFile());
        Path model = model();

        assertThat(describe(model, photograph)).isEqualTo("green: 100.0 %");
        try (Classifier classifier = Classifier.open(model)) {
            assertThat(classifier.classNames()).containsExactly("red ♥", "green", "blue, \"deep\"");
        }
    }

    private static String describe(Path model, Path photograph) {
        // guide:begin
        try (Classifier classifier = Classifier.open(model)) { // model.onnx, which export wrote
            Classification result = classifier.classify(photograph); // a file of any size
            return String.format(Locale.ROOT, "%s: %.1f %%", result.className(), 100 * result.probability());
        }
        // guide:end
    }
}
