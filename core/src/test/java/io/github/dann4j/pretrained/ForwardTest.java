package io.github.dann4j.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Block;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Pass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares backbones with PyTorch's outputs for the same weights, which {@code forward.py} has written. */
class ForwardTest {
    @TempDir
    private Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"mobilenet-v2", "squeezenet", "resnet18", "resnet50"})
    void frozenBackbone_givesPyTorchsFeatures(String name) throws IOException {
        Architecture architecture = architecture(name);
        PretrainedWeights weights = PretrainedWeights.read(
                architecture, WeightFiles.write(temp.resolve("w"), architecture, ScalarType.Float));
        assertFeatures(name, features(weights), 1e-4);
    }

    @Test
    void batchNormsOfItsOwn_giveTheSameFeatures_forBothDomains() throws IOException {
        Architecture architecture = architecture("resnet18");
        PretrainedWeights weights = PretrainedWeights.read(
                architecture, WeightFiles.write(temp.resolve("w"), architecture, ScalarType.Float));
        NetworkSpec spec = new NetworkSpec(
                "test",
                224,
                3,
                architecture.layers(Norms.PER_DOMAIN),
                List.of(new Layer.Linear(2)),
                List.of(new Layer.Linear(1)),
                0,
                Statistics.PER_DOMAIN);
        try (Network network = new Network(spec, 1, Layout.CHANNELS_LAST);
                PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            weights.trunkInto("features", 0, Norms.PER_DOMAIN, network.state());
            weights.lastStageInto(
                    "features", architecture.trunk(Norms.PER_DOMAIN).size(), Norms.PER_DOMAIN, network.state());
            for (Domain domain : Domain.values()) {
                assertFeatures(
                        "resnet18",
                        Tensors.floats(network.features(WeightFiles.image(1), Pass.evaluate(domain))),
                        1e-4);
            }
        }
    }

    /** Values of half the bytes have three digits (F16) or two (BF16). */
    @Test
    void shorterValues_giveNearlyTheSameFeatures() throws IOException {
        Architecture architecture = architecture("squeezenet");
        Path file = temp.resolve("w");
        float[] f16 =
                features(PretrainedWeights.read(architecture, WeightFiles.write(file, architecture, ScalarType.Half)));
        float[] bf16 = features(
                PretrainedWeights.read(architecture, WeightFiles.write(file, architecture, ScalarType.BFloat16)));
        assertFeatures("squeezenet", f16, 3e-3);
        assertFeatures("squeezenet", bf16, 3e-2);
        assertThat(f16).isNotEqualTo(bf16);
    }

    @Test
    void trunkAndLastStage_areTheWholeBackbone() throws IOException {
        Architecture architecture = architecture("mobilenet-v2");
        PretrainedWeights weights = PretrainedWeights.read(
                architecture, WeightFiles.write(temp.resolve("w"), architecture, ScalarType.Float));
        assertThat(architecture.trunkShape()).containsExactly(160, 7, 7);
        try (Block trunk = Block.frozen("trunk", architecture.trunk(Norms.FROZEN), 3, 224, 224);
                Block last = Block.frozen("last", architecture.lastStage(Norms.FROZEN), 160, 7, 7);
                PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            weights.trunkInto("trunk", 0, Norms.FROZEN, trunk.parameters());
            weights.lastStageInto("last", 0, Norms.FROZEN, last.parameters());
            Tensor maps = trunk.forward(WeightFiles.image(1), Pass.evaluate(Domain.SOURCE));
            assertFeatures("mobilenet-v2", Tensors.floats(last.forward(maps, Pass.evaluate(Domain.SOURCE))), 1e-4);
        }
    }

    private static Architecture architecture(String name) {
        return Architectures.find(name).orElseThrow();
    }

    static float[] features(PretrainedWeights weights) {
        return features(weights, 1);
    }

    /** @param factor of the image's values */
    static float[] features(PretrainedWeights weights, double factor) {
        Architecture architecture = weights.architecture();
        try (Block block = Block.frozen("x", architecture.layers(Norms.FROZEN), 3, 224, 224);
                PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Map<String, Tensor> state = new LinkedHashMap<>(block.parameters());
            weights.trunkInto("x", 0, Norms.FROZEN, state);
            weights.lastStageInto("x", architecture.trunk(Norms.FROZEN).size(), Norms.FROZEN, state);
            return Tensors.floats(block.forward(WeightFiles.image(factor), Pass.evaluate(Domain.SOURCE)));
        }
    }

    private static void assertFeatures(String name, float[] features, double tolerance) throws IOException {
        String[] line = line(name);
        assertThat(features).hasSize(Integer.parseInt(line[1]));
        double sum = 0;
        for (float value : features) {
            sum += value;
        }
        assertThat(sum).isCloseTo(Double.parseDouble(line[2]), within(tolerance * Double.parseDouble(line[2])));
        for (int i = 0; i < line.length - 3; i++) {
            assertThat((double) features[i])
                    .as("%s: feature %d", name, i)
                    .isCloseTo(Double.parseDouble(line[i + 3]), within(tolerance));
        }
    }

    private static String[] line(String name) throws IOException {
        try (var in = Objects.requireNonNull(ForwardTest.class.getResourceAsStream("forward.txt"))) {
            return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                    .map(line -> line.split(" "))
                    .filter(line -> line[0].equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
