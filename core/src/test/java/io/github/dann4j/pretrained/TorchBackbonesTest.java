package io.github.dann4j.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneException;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Backbones;
import io.github.dann4j.backbone.Provenance;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Head;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Pass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchBackbonesTest {
    @TempDir
    private Path temp;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = WeightFiles.write(
                temp.resolve("squeezenet.safetensors"),
                Architectures.find("squeezenet").orElseThrow(),
                ScalarType.Float);
    }

    private static byte[] pixels(int seed) {
        byte[] pixels = new byte[224 * 224 * 3];
        new Random(seed).nextBytes(pixels);
        return pixels;
    }

    @Test
    void features_areThoseOfTheRecord_andTheSameForAnyNumberOfThreads() {
        int threads = Threads.inUse();
        try (Backbone backbone = Backbones.open("squeezenet:" + file)) {
            BackboneRecord record = backbone.record();
            assertThat(record.kind()).isEqualTo("squeezenet");
            assertThat(record.output()).isEqualTo("features");
            assertThat(record.columns()).isEqualTo(512);
            assertThat(record.transform().text()).contains("resize=256,size=224", "mean=0.485/0.456/0.406");
            assertThat(Threads.inUse()).isEqualTo(threads);
            float[] alone = backbone.features(pixels(1));
            List<float[]> together = IntStream.range(0, 6)
                    .parallel()
                    .mapToObj(i -> backbone.features(pixels(i % 3)))
                    .toList();
            assertThat(together.get(1)).isEqualTo(alone);
            assertThat(together.get(4)).isEqualTo(alone);
            assertThat(together.get(0)).isNotEqualTo(alone);
            try (Backbone again = Backbones.open(record)) {
                assertThat(again.features(pixels(1))).isEqualTo(alone);
            }
        }
    }

    /** A network that is the last stage alone gives, of the maps, the features of the whole. */
    @Test
    void lastStage_beginsWithTheWeightsOfTheFile_atATenthOfTheRate() {
        NetworkSpec heads = new NetworkSpec(
                "heads",
                new NetworkInput.Features(43264),
                List.of(),
                Map.of(NetworkSpec.LABELS, new Head(List.of(new Layer.Linear(3)))),
                0,
                Statistics.PER_DOMAIN);
        try (Backbone whole = Backbones.open("squeezenet:" + file);
                Backbone trunk = Backbones.open("squeezenet:" + file + "#maps")) {
            assertThat(trunk.record().columns()).isEqualTo(43264); // 256 x 13 x 13
            assertThat(TunedStage.isFor(trunk.record())).isTrue();
            assertThat(TunedStage.isFor(whole.record())).isFalse();
            NetworkSpec spec = TunedStage.before(heads, trunk.record());
            assertThat(spec.name()).isEqualTo("heads-squeezenet");
            try (Network network = new Network(spec, 1);
                    PointerScope scope = new PointerScope();
                    AutoGradMode noGradients = new AutoGradMode(false)) {
                TunedStage.begin(network, trunk.record());
                assertThat(network.rates().keySet())
                        .isEqualTo(network.featureParameters().keySet());
                assertThat(network.rates().values()).containsOnly(0.1);
                float[] maps = trunk.features(pixels(1));
                float[] features = Tensors.floats(
                        network.features(Tensors.ofFloats(maps, 1, maps.length), Pass.evaluate(Domain.TARGET)));
                assertThat(features).containsExactly(whole.features(pixels(1)), within(1e-5f));
                assertThat(IntStream.range(0, 512).mapToDouble(i -> features[i]).sum())
                        .isGreaterThan(1);
            }
        }
    }

    /** A network that begins with all layers gives, of the pixels, the features of the frozen backbone. */
    @Test
    void allLayers_beginWithTheWeightsOfTheFile_atATenthOfTheRate() throws IOException {
        NetworkSpec heads = new NetworkSpec(
                "heads",
                new NetworkInput.Features(512),
                List.of(),
                Map.of(NetworkSpec.LABELS, new Head(List.of(new Layer.Linear(3)))),
                0,
                Statistics.PER_DOMAIN);
        try (Backbone frozen = Backbones.open("squeezenet:" + file);
                Backbone whole = Backbones.open("squeezenet:" + file + "#pixels")) {
            BackboneRecord record = whole.record();
            assertThat(record.columns()).isEqualTo(512);
            assertThat(record.key()).isNotEqualTo(frozen.record().key());
            NetworkSpec spec = TunedStage.before(heads, record);
            assertThat(spec.input()).isEqualTo(new NetworkInput.Images(224, 3));
            try (Network network = new Network(spec, 1);
                    PointerScope scope = new PointerScope();
                    AutoGradMode noGradients = new AutoGradMode(false)) {
                TunedStage.begin(network, record);
                assertThat(network.rates().keySet())
                        .isEqualTo(network.featureParameters().keySet());
                assertThat(network.rates().values()).containsOnly(0.1);
                long weights = network.featureParameters().values().stream()
                        .mapToLong(Tensor::numel)
                        .sum();
                assertThat(TunedStage.described(record))
                        .startsWith(String.format(Locale.ROOT, "all %,d weights of squeezenet are trained", weights));
                float[] input = record.transform().values(pixels(1), true);
                float[] features = Tensors.floats(
                        network.features(Tensors.ofFloats(input, 1, 3, 224, 224), Pass.evaluate(Domain.TARGET)));
                assertThat(features).containsExactly(frozen.features(pixels(1)), within(1e-5f));
            }
            Files.delete(file);
            assertThat(Backbones.ofModel(record).record()).isEqualTo(record);
            assertThatThrownBy(() -> Backbones.open(record)).hasMessageContaining("no such file");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            squeezenet:FILE?order=bgr#pixels | a backbone that is trained as a whole takes red first
            squeezenet:FILE#logits   | has no output 'logits'; it has features, maps before its last stage, and pixels, its input
            squeezenet:FILE?size=192 | squeezenet takes images of 224 pixels, got size=192
            resnet18:FILE            | has 0 of the 40 tensors of ResNet-18
            resnet34:FILE            | not a backbone; expected
            """)
    void wrongNames_areOneLine(String name, String message) {
        assertThatThrownBy(() -> Backbones.open(name.replace("FILE", file.toString())))
                .isInstanceOf(BackboneException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void originAndLicence_areThoseOfTheFile() throws IOException {
        Path stated = WeightFiles.write(
                temp.resolve("stated.safetensors"),
                Architectures.find("squeezenet").orElseThrow(),
                ScalarType.Float,
                Map.of("source", "torchvision squeezenet1_1", "licence", "BSD-3-Clause", "format", "pt"));
        try (Backbone backbone = Backbones.open("squeezenet:" + stated);
                Backbone silent = Backbones.open("squeezenet:" + file)) {
            assertThat(backbone.record().weights())
                    .isEqualTo(new Provenance("torchvision squeezenet1_1", "BSD-3-Clause"));
            assertThat(silent.record().weights().described()).isEqualTo("origin and licence: not stated in the file");
            assertThat(backbone.notes()).isEmpty();
        }
    }

    @Test
    void anotherFileInTheSamePlace_isNoticed() throws IOException {
        try (Backbone backbone = Backbones.open("squeezenet:" + file)) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[60_000] ^= 1;
            Files.write(file, bytes);
            assertThatThrownBy(() -> Backbones.open(backbone.record()))
                    .isInstanceOf(BackboneException.class)
                    .hasMessageContaining("another network than the backbone of the training");
        }
    }
}
