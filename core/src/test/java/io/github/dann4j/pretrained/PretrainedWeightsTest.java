package io.github.dann4j.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Block;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.SafeTensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PretrainedWeightsTest {
    private static final Architecture SQUEEZENET =
            Architectures.find("squeezenet").orElseThrow();

    @TempDir
    private Path temp;

    /** The first features and the sum of all, as the description of the data gives them. */
    @Test
    void publishedMobileNetV2_givesThePublishedFeatures() throws IOException {
        Path file = published("mobilenet_v2");
        PretrainedWeights weights =
                PretrainedWeights.read(Architectures.find("mobilenet-v2-tf").orElseThrow(), file);
        float[] features = ForwardTest.features(weights);
        assertThat(Arrays.copyOf(features, 6))
                .containsExactly(new float[] {0.0982f, 1.5770f, 0, 0.2452f, 0, 0.1763f}, within(1e-4f));
        assertThat(sum(features)).isCloseTo(491.56, within(5e-3));
        assertThat(weights.hasNorms()).isFalse();
        assertThat(weights.texts()).containsEntry("licence", "Apache-2.0");

        // With zeros on all sides the numbers are others, so the name that pads like that is refused.
        assertThatThrownBy(() -> PretrainedWeights.read(
                        Architectures.find("mobilenet-v2").orElseThrow(), file))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("pads as TensorFlow does", "use --backbone mobilenet-v2-tf:FILE");
        assertThatThrownBy(() ->
                        PretrainedWeights.read(Architectures.find("resnet18").orElseThrow(), file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("has 0 of the 40 tensors of ResNet-18");
    }

    @Test
    void publishedSqueezeNet_givesThePublishedFeatures() throws IOException {
        PretrainedWeights weights = PretrainedWeights.read(
                Architectures.find("squeezenet-caffe").orElseThrow(), published("squeezenet_1_1"));
        float[] features = ForwardTest.features(weights, 100);
        assertThat(Arrays.copyOf(features, 6)).containsExactly(new float[] {0, 0, 0, 0, 1.0747f, 0}, within(1e-4f));
        assertThat(sum(features)).isCloseTo(228.30, within(5e-3));
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    private Path published(String name) throws IOException {
        Path file = folder() == null ? null : folder().resolve("pretrained").resolve(name + ".safetensors.gz");
        assumeTrue(file != null && Files.isRegularFile(file), "needs " + name + ".safetensors.gz");
        Path plain = temp.resolve(name + ".safetensors");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            Files.copy(in, plain);
        }
        return plain;
    }

    /** Returns the folder of the environment variable, or {@code shared/data} beside the project. */
    private static @org.jspecify.annotations.Nullable Path folder() {
        String named = System.getenv(DataLocation.VARIABLE);
        return Stream.concat(
                        Stream.ofNullable(named).filter(text -> !text.isBlank()).map(Path::of),
                        Stream.iterate(Path.of("").toAbsolutePath(), parent -> parent != null, Path::getParent)
                                .limit(4)
                                .map(parent -> parent.resolve("shared").resolve("data")))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            missing    | tensor 'features.6.squeeze1x1.bias' of SqueezeNet 1.1 (Iandola et al. 2016) is missing
            additional | tensor 'features.13.weight' is not a tensor of SqueezeNet 1.1 (Iandola et al. 2016), nor are 1 more; the file belongs to another network
            shape      | tensor 'features.0.bias' has the shape [63], SqueezeNet 1.1 (Iandola et al. 2016) needs [64]
            integers   | tensor 'features.0.bias' has integers, weights are F32, F16 or BF16
            nan        | tensor 'features.0.bias' contains NaN as value 5
            """)
    void wrongTensors_areOneLine(String what, String message) throws IOException {
        Path file = temp.resolve("w.safetensors");
        try (PointerScope scope = new PointerScope();
                OutputStream out = Files.newOutputStream(file)) {
            Map<String, Tensor> tensors = new java.util.TreeMap<>();
            WeightFiles.shapes(SQUEEZENET)
                    .forEach((name, shape) -> tensors.put(
                            name, Tensors.empty(ScalarType.Float, shape).zero_()));
            change(what).accept(tensors);
            SafeTensors.write(out, tensors, Map.of());
        }
        assertThatThrownBy(() -> PretrainedWeights.read(SQUEEZENET, file))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    private static Consumer<Map<String, Tensor>> change(String what) {
        return tensors -> {
            float[] some = new float[64];
            some[5] = Float.NaN;
            switch (what) {
                case "missing" -> tensors.remove("features.6.squeeze1x1.bias");
                case "additional" -> {
                    tensors.put("features.13.weight", Tensors.ofFloats(new float[1], 1));
                    tensors.put("features.14.weight", Tensors.ofFloats(new float[1], 1));
                }
                case "shape" -> tensors.put("features.0.bias", Tensors.ofFloats(new float[63], 63));
                case "integers" -> tensors.put("features.0.bias", Tensors.ofLongs(new long[64], 64));
                default -> tensors.put("features.0.bias", Tensors.ofFloats(some, 64));
            }
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cut     | the file is damaged or cut off
            header  | is not a safetensors file: its header would have
            type    | has values of type 'F64'; dann4j reads float32 (F32), float16 (F16), bfloat16 (BF16)
            overlap | tensors must be stored without overlap
            text    | is not a safetensors file: its header would have
            none    | no such file; --backbone squeezenet:FILE needs the weights of SqueezeNet 1.1
            """)
    void damagedFile_isOneLine(String what, String message) throws IOException {
        Path file = WeightFiles.write(temp.resolve("w.safetensors"), SQUEEZENET, ScalarType.Float);
        byte[] bytes = Files.readAllBytes(file);
        String header = new String(bytes, StandardCharsets.ISO_8859_1);
        switch (what) {
            case "cut" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case "header" -> {
                bytes[6] = 1;
                Files.write(file, bytes);
            }
            case "type" -> Files.writeString(file, header.replaceFirst("F32", "F64"), StandardCharsets.ISO_8859_1);
            case "overlap" ->
                Files.writeString(
                        file,
                        header.replaceFirst(
                                "\"shape\":\\[64,3,3,3\\],\"data_offsets\":\\[256,7168\\]",
                                "\"shape\":[64,3,3,3],\"data_offsets\":[252,7164]"),
                        StandardCharsets.ISO_8859_1);
            case "text" -> Files.writeString(file, "these are no weights");
            default -> Files.delete(file);
        }
        assertThatThrownBy(() -> PretrainedWeights.read(SQUEEZENET, file))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void multipliedNorms_cannotBecomePerDomain() throws IOException {
        Architecture architecture = Architectures.find("squeezenet").orElseThrow();
        PretrainedWeights weights = PretrainedWeights.read(
                architecture, WeightFiles.write(temp.resolve("w"), architecture, ScalarType.Float));
        try (Block block = Block.frozen("x", architecture.trunk(Norms.PER_DOMAIN), 3, 224, 224)) {
            assertThatThrownBy(() -> weights.trunkInto("x", 0, Norms.PER_DOMAIN, block.parameters()))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("has no batch norms of its own, so they cannot be per domain");
        }
    }
}
