package io.github.dann4j.train;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GradMode;
import org.junit.jupiter.api.Test;

class BatchStatisticsTest {
    private static final NetworkSpec NORM = new NetworkSpec(
            "norm",
            8,
            1,
            List.of(new Flatten(), new BatchNorm()),
            List.of(new Linear(2)),
            List.of(new Linear(1)),
            0,
            Statistics.PER_DOMAIN);

    @Test
    void measured_isTheMeanOverTheWholeSet() {
        // 200 images: exactly two batches.
        try (PointerScope scope = new PointerScope();
                ToyImages images = ToyImages.noise(200, 2, 20, 3);
                Network network = new Network(NORM, 0)) {
            BatchStatistics.measure(network, images.unlabeled(), Domain.TARGET, Precision.FP32, 1);

            float[][] rows =
                    Tensors.rows(images.unlabeled().range(0, 200).inputs().flatten(1, -1));
            float[] measured = Tensors.floats(network.state().get("features.1.running_mean.target"));
            for (int p = 0; p < ToyImages.PIXELS; p++) {
                double sum = 0;
                for (float[] row : rows) {
                    sum += row[p];
                }
                assertThat((double) measured[p]).isCloseTo(sum / 200, within(1e-5));
            }
            assertThat(Tensors.floats(network.state().get("features.1.running_mean.source")))
                    .containsOnly(0);
        }
    }

    @Test
    void measured_doesNotDependOnWhatWasThereBeforeAndLeavesGradientsOn() {
        NetworkSpec spec = ToyNets.everything(2, Statistics.PER_DOMAIN, 0);
        try (ToyImages images = ToyImages.noise(250, 2, 20, 3);
                Network network = new Network(spec, 0)) {
            BatchStatistics.measure(network, images.unlabeled(), Domain.SOURCE, Precision.FP32, 1);
            Map<String, List<Float>> first = values(network.state());
            BatchStatistics.measure(network, images.unlabeled(), Domain.SOURCE, Precision.FP32, 1);
            assertThat(values(network.state())).isEqualTo(first);
            assertThat(GradMode.is_enabled()).isTrue();
        }
    }

    @Test
    void setSmallerThanABatch_isMeasuredWhole() {
        try (ToyImages images = ToyImages.noise(5, 2, 20, 3);
                Network network = new Network(NORM, 0)) {
            BatchStatistics.measure(network, images.unlabeled(), Domain.SOURCE, Precision.FP32, 1);
            assertThat(values(network.state()).get("features.1.running_mean.source"))
                    .doesNotContain(0f)
                    .doesNotContain(Float.NaN);
        }
    }
}
