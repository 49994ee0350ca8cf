package io.github.dann4j.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneException;
import io.github.dann4j.backbone.Backbones;
import io.github.dann4j.backbone.Pooling;
import io.github.dann4j.backbone.Provenance;
import io.github.dann4j.data.image.ChannelOrder;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxBackbonesTest {
    private static final Path MOBILENET = Path.of("../../shared/data/pretrained/mobilenet_v2.onnx");
    private static final TensorProto.DataType FLOAT = TensorProto.DataType.FLOAT;

    @TempDir
    private Path folder;

    private String name(ModelProto model) throws IOException {
        return "onnx:" + Files.write(folder.resolve("network.onnx"), model.toByteArray());
    }

    private static byte[] pixels(int side, int red, int green, int blue) {
        byte[] rgb = new byte[side * side * 3];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return rgb;
    }

    private static void assertRefused(String name, String... parts) {
        assertThatThrownBy(() -> Backbones.open(name).close())
                .isInstanceOf(BackboneException.class)
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void features_areTheNetworksOfTheNormalisedImage() throws IOException {
        try (Backbone backbone = Backbones.open(name(TestGraphs.means(8, Map.of())) + "?mean=0.5,sd=0.5")) {
            assertThat(backbone.record().columns()).isEqualTo(3);
            assertThat(backbone.record().transform().size()).isEqualTo(8);
            assertThat(backbone.notes()).isEmpty();
            float[] features = backbone.features(pixels(8, 255, 0, 102));
            assertThat(features[0]).isCloseTo(1, within(1e-6f));
            assertThat(features[1]).isCloseTo(-1, within(1e-6f));
            assertThat(features[2]).isCloseTo(-0.2f, within(1e-6f));
        }
    }

    @Test
    void whatTheFileDoesNotSay_isAssumedAndNoted() throws IOException {
        try (Backbone backbone = Backbones.open(name(TestGraphs.means(-1, Map.of())))) {
            assertThat(backbone.record().transform()).isEqualTo(ImageTransform.IMAGENET);
            assertThat(backbone.notes())
                    .singleElement()
                    .asString()
                    .contains("size, mean, sd", "mean=0.485/0.456/0.406");
        }
    }

    @Test
    void metadata_isUsed_andTheNameComesFirst() throws IOException {
        Map<String, String> metadata =
                Map.of("Image.BitmapPixelFormat", "Bgr8", "Image.NominalPixelRange", "NominalRange_0_255");
        String name = name(TestGraphs.means(8, metadata));
        try (Backbone backbone = Backbones.open(name)) {
            assertThat(backbone.record().transform().order()).isEqualTo(ChannelOrder.BGR);
            assertThat(backbone.features(pixels(8, 1, 2, 3))).containsExactly(3, 2, 1);
            assertThat(backbone.notes()).isEmpty();
        }
        try (Backbone backbone = Backbones.open(name + "?order=rgb")) {
            assertThat(backbone.features(pixels(8, 1, 2, 3))).containsExactly(1, 2, 3);
        }
    }

    @Test
    void originAndLicence_areThoseOfTheMetadata() throws IOException {
        try (Backbone backbone =
                Backbones.open(name(TestGraphs.means(8, Map.of("license", "MIT", "source", "a hub"))))) {
            assertThat(backbone.record().weights()).isEqualTo(new Provenance("a hub", "MIT"));
        }
        try (Backbone backbone = Backbones.open(name(TestGraphs.means(8, Map.of("author", "somebody"))))) {
            assertThat(backbone.record().weights())
                    .isEqualTo(new Provenance(Provenance.NOT_STATED, Provenance.NOT_STATED));
        }
    }

    @Test
    void channelsLast_andMaps_arePooled() throws IOException {
        ModelProto model = TestGraphs.model(
                Map.of(),
                GraphProto.newBuilder()
                        .addInput(TestGraphs.value("x", FLOAT, 1, 8, 8, 3))
                        .addNode(TestGraphs.node(
                                "Transpose", List.of("x"), "maps", TestGraphs.whole("perm", 0, 3, 1, 2)))
                        .addOutput(TestGraphs.value("maps", FLOAT, 1, 3, 8, 8)));
        try (Backbone backbone = Backbones.open(name(model) + "?range=255,mean=0,sd=1")) {
            assertThat(backbone.record().pooling()).isEqualTo(Pooling.MEAN);
            assertThat(backbone.notes()).singleElement().asString().contains("maps [1, 3, 8, 8]");
            assertThat(backbone.features(pixels(8, 7, 8, 9))).containsExactly(7, 8, 9);
        }
    }

    @Test
    void aNetworkThatIsNoBackbone_isRefusedInOneLine() throws IOException {
        GraphProto.Builder base = GraphProto.newBuilder().addOutput(TestGraphs.value("y", FLOAT, -1, 3));
        assertRefused(
                name(TestGraphs.model(
                        Map.of(),
                        base.clone()
                                .addInput(TestGraphs.value("a", FLOAT, -1, 3))
                                .addInput(TestGraphs.value("b", FLOAT, -1, 3))
                                .addNode(TestGraphs.node("Add", List.of("a", "b"), "y")))),
                "has 2 inputs (a, b)");
        assertRefused(
                name(TestGraphs.model(
                        Map.of(),
                        base.clone()
                                .addInput(TestGraphs.value("a", FLOAT, -1, 3))
                                .addNode(TestGraphs.node("Neg", List.of("a"), "y")))),
                "its input 'a' is float [?, 3]; a backbone takes float32 [n, 3, h, h]");
        for (int[] shape : new int[][] {{-1, 1, 8, 8}, {-1, 3, 8, 9}, {4, 3, 8, 8}}) {
            assertRefused(
                    name(TestGraphs.model(
                            Map.of(),
                            base.clone()
                                    .addInput(TestGraphs.value("a", FLOAT, shape))
                                    .addNode(TestGraphs.node("GlobalAveragePool", List.of("a"), "p"))
                                    .addNode(TestGraphs.node("Flatten", List.of("p"), "y")))),
                    "its input 'a' is float ",
                    "with n free or 1");
        }
        assertRefused(
                name(TestGraphs.means(8, Map.of())) + "#logits", "has no output 'logits'; it has features [?, 3]");
        assertRefused(
                name(TestGraphs.means(8, Map.of())) + "?size=16", "its input has a side of 8 pixels, got size=16");
        assertRefused(name(TestGraphs.means(8, Map.of())) + "?colour=16", "'colour' is not a setting of how");
        assertRefused(
                name(TestGraphs.model(
                        Map.of(),
                        base.clone()
                                .addInput(TestGraphs.value("a", FLOAT, -1, 3, 8, 8))
                                .addNode(TestGraphs.node("Own", List.of("a"), "y").toBuilder()
                                        .setDomain("custom")))),
                "ONNX Runtime refuses the network",
                "Own");
        ModelProto means = TestGraphs.means(8, Map.of());
        assertRefused(
                name(means.toBuilder()
                        .setGraph(
                                means.getGraph().toBuilder().addOutput(TestGraphs.value("pooled", FLOAT, -1, 3, 1, 1)))
                        .build()),
                "has 2 outputs (features [?, 3], pooled [?, 3, 1, 1]); choose one: onnx:");
    }

    @Test
    void weightsOutsideOfTheFolder_areRefused() throws IOException {
        ModelProto means = TestGraphs.means(8, Map.of());
        TensorProto.Builder weight = TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(1)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("../secret.bin"));
        String outside = name(means.toBuilder()
                .setGraph(means.getGraph().toBuilder().addInitializer(weight))
                .build());
        assertRefused(outside, "its weights are in '../secret.bin', outside its folder");
        weight.setExternalData(
                0, StringStringEntryProto.newBuilder().setKey("location").setValue("w.bin"));
        String missing = name(means.toBuilder()
                .setGraph(means.getGraph().toBuilder().addInitializer(weight))
                .build());
        assertRefused(missing, "the file of its weights, 'w.bin', is missing");
    }

    @Test
    void aFileThatIsNoNetwork_isRefused() throws IOException {
        byte[] whole = TestGraphs.means(8, Map.of()).toByteArray();
        Path file = folder.resolve("network.onnx");
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertRefused("onnx:" + file, "not a file in the ONNX format, or cut off");
        Files.writeString(file, "A text is no network.");
        assertRefused("onnx:" + file, "not a file in the ONNX format, or cut off");
        Files.write(file, new byte[0]);
        assertRefused("onnx:" + file, "not a file in the ONNX format, or cut off: it has no graph");
        assertRefused("onnx:" + folder.resolve("none.onnx"), "no such file; searched for");
        assertRefused("onnx:" + folder, "is a folder; give the file");
        assertRefused("tflite:" + file, "not a backbone; expected onnx:FILE");
    }

    @Test
    void anotherFileAtThePlaceOfABackbone_isNoticed() throws IOException {
        try (Backbone backbone = Backbones.open(name(TestGraphs.means(8, Map.of())))) {
            try (Backbone same = Backbones.open(backbone.record())) {
                assertThat(same.record()).isEqualTo(backbone.record());
            }
            String other = name(TestGraphs.means(8, Map.of("version", "2")));
            assertThat(other).isNotEmpty();
            assertThatThrownBy(() -> Backbones.open(backbone.record()))
                    .isInstanceOf(BackboneException.class)
                    .hasMessageContaining("another network than the backbone of the training");
            Files.delete(folder.resolve("network.onnx"));
            assertThatThrownBy(() -> Backbones.open(backbone.record()))
                    .isInstanceOf(BackboneException.class)
                    .hasMessageContaining("no such file; it is the backbone of the training");
        }
    }

    /** The values of ../shared/data/README.md. */
    @Test
    void mobileNetV2_givesThePublishedFeatures() {
        Assumptions.assumeTrue(Files.isRegularFile(MOBILENET), "no " + MOBILENET);
        float[] values = new float[3 * 224 * 224];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) Math.sin(0.01 * k);
        }
        try (OnnxBackbone backbone = (OnnxBackbone) Backbones.open("onnx:" + MOBILENET + "?mean=0.5,sd=0.5#features")) {
            float[] features = backbone.run(values, 224, MOBILENET);

            assertThat(features).hasSize(1280);
            float[] first = {0.0982f, 1.5770f, 0, 0.2452f, 0, 0.1763f};
            for (int i = 0; i < first.length; i++) {
                assertThat(features[i]).isCloseTo(first[i], within(1e-4f));
            }
            double sum = 0;
            for (float one : features) {
                sum += one;
            }
            assertThat(sum).isCloseTo(491.56, within(0.01));
            byte[] pixels = backbone.record().transform().pixels(new DecodedImage(300, 200, pixels(300, 200), 1));
            assertThat(backbone.features(pixels)).isEqualTo(backbone.features(pixels));
        }
    }

    private static byte[] pixels(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 31 % 251);
        }
        return rgb;
    }
}
