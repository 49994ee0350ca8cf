package io.github.dann4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

/** Compares shapes with those of the published networks, which have 28×28 or 32×32 inputs. */
class DigitNetworksTest {
    @Test
    void lenet_has800ValuesAfterItsConvolutions() {
        NetworkSpec spec = DigitNetworks.lenet(10, 28);
        assertThat(weight(spec, "features.8")).containsExactly(256, 800);
        assertThat(weight(spec, "labels.0")).containsExactly(10, 256);
    }

    @Test
    void dtn_has4096ValuesAfterItsConvolutions() {
        NetworkSpec spec = DigitNetworks.dtn(10, 32);
        assertThat(weight(spec, "features.8")).containsExactly(256, 128, 5, 5);
        assertThat(weight(spec, "features.13")).containsExactly(512, 256 * 4 * 4);
        assertThat(weight(spec, "labels.0")).containsExactly(10, 512);
    }

    @Test
    void selfEnsembling_has1024ValuesAfterItsConvolutions() {
        NetworkSpec spec = DigitNetworks.selfEnsembling(10, 28);
        assertThat(weight(spec, "features.13")).containsExactly(256, 64 * 4 * 4);
        assertThat(weight(spec, "labels.0")).containsExactly(10, 256);
    }

    @Test
    void vada_hasNineConvolutions_and64Features() {
        NetworkSpec spec = DigitNetworks.vada(10, 32);
        assertThat(spec.features().stream().filter(Layer.Convolution.class::isInstance))
                .hasSize(9);
        assertThat(spec.features().stream().filter(Layer.GaussianNoise.class::isInstance))
                .hasSize(2);
        assertThat(weight(spec, "labels.0")).containsExactly(10, 64);
        assertThat(weight(spec, "domains.0")).containsExactly(256, 64);
    }

    @Test
    void associative_hasAnEmbeddingOf128Features() {
        NetworkSpec spec = DigitNetworks.associative(10, 32);
        assertThat(spec.features().stream().filter(Layer.Convolution.class::isInstance))
                .hasSize(6);
        assertThat(weight(spec, "features.22")).containsExactly(128, 128 * 4 * 4);
        assertThat(weight(spec, "labels.0")).containsExactly(10, 128);
    }

    private static long[] weight(NetworkSpec spec, String layer) {
        try (PointerScope scope = new PointerScope();
                Network network = new Network(spec, 0)) {
            long[] shape =
                    network.parameters().get(layer + ".weight").sizes().vec().get();
            return shape;
        }
    }
}
