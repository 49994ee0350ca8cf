package io.github.dann4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.pytorch.global.torch.freeze;
import static org.bytedeco.pytorch.global.torch.load;

import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptModelTest {
    @TempDir
    private Path temp;

    /** PyTorch's tools read {@code training} before {@code eval()} is called. */
    @Test
    void moduleThatWasJustLoaded_isInEvaluation_andCanBeFrozen() throws IOException {
        NetworkSpec net = Networks.bottleneck(10, 32);
        Path file = temp.resolve("model.pt");
        try (Network network = new Network(net, 2);
                PointerScope scope = new PointerScope()) {
            ExportedNetwork exported = new ExportedNetwork(
                    network,
                    new Normalisation(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)),
                    Domain.TARGET,
                    IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
                    Map.of());
            Files.write(file, TorchScriptModel.of(exported, temp.resolve("scratch.pt")));

            JitModule module = load(file.toString());
            assertThat(module.hasattr("training")).isTrue();
            assertThat(module.attr("training").toBool()).isFalse();
            assertThat(module.is_training()).isFalse();

            byte[] image = new byte[32 * 32 * 3];
            // Freezing merges weights, so sums have another order.
            assertThat(probabilities(freeze(module), image))
                    .containsExactly(probabilities(module, image), within(1e-6f));
        }
    }

    private static float[] probabilities(JitModule module, byte[] image) {
        return Tensors.floats(module.forward(new IValueVector(new IValue(Tensors.ofBytes(image, 1, 32, 32, 3))))
                .toTensor());
    }
}
