package io.github.dann4j.adapt.selftraining;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class TentTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final TrainingSettings TRAINING = ToyRuns.settings(20, ToyRuns.SGD, Precision.FP32);

    /** With batch norm in features and label predictor, and without dropout. */
    private static final NetworkSpec NET = new NetworkSpec(
            "toy-norms",
            ToyImages.SIDE,
            1,
            List.of(
                    new Layer.Convolution(4, 3, 0),
                    new Layer.BatchNorm(),
                    new Layer.MaxPool(2, 2),
                    new Layer.Relu(),
                    new Layer.Flatten()),
            List.of(new Layer.Linear(8), new Layer.BatchNorm(), new Layer.Relu(), new Layer.Linear(CLASSES)),
            List.of(new Layer.Linear(1)),
            0,
            Statistics.PER_DOMAIN);

    TentTest() {
        super(CLASSES);
    }

    private Tent tent(Network network, double bound) {
        return new Tent(network, new MethodSetup<>(TRAINING, new Tent.Settings(bound, 1, 0), target.unlabeled(), 1));
    }

    @Test
    void onlyScalesAndShiftsLearn_andTheEntropyFalls() {
        try (Network network = new Network(NET, 7);
                Tent method = tent(network, 1)) {
            assertThat(Tent.norms(network))
                    .containsOnlyKeys("features.1.weight", "features.1.bias", "labels.1.weight", "labels.1.bias");
            var before = values(network.state());
            method.begin();
            List<Terms> told = ToyRuns.run(method, source, target, TRAINING, 3);
            values(network.parameters()).forEach((name, values) -> {
                if (name.matches("(features|labels)\\.1\\..*")) {
                    assertThat(values).as(name).isNotEqualTo(before.get(name));
                } else {
                    assertThat(values).as(name).isEqualTo(before.get(name));
                }
            });
            assertThat(values(network.state()).get("features.1.running_mean.source"))
                    .isEqualTo(before.get("features.1.running_mean.source"));
            assertThat(told.get(19).get(Tent.ENTROPY)).isLessThan(told.get(0).get(Tent.ENTROPY));
            assertThat(told.get(0).get(Tent.MASK)).isOne();
        }
    }

    /** Nothing is certain enough, so nothing is learned. */
    @Test
    void uncertainImages_doNotCount() {
        try (Network network = new Network(NET, 7);
                Tent method = tent(network, 1e-9)) {
            Terms told = ToyRuns.run(method, source, target, TRAINING, 3).get(0);
            assertThat(told.get(Tent.MASK)).isZero();
            assertThat(told.get(Tent.ENTROPY)).isZero();
        }
    }

    @Test
    void aNetworkWithoutBatchNorm_isRefused() {
        try (Network network = new Network(ToyNets.linear(4, CLASSES), 7)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tent(network, 1))
                    .withMessage("TENT changes batch norms alone, but the network toy-linear has none");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tent.Settings(0, 1, 0))
                .withMessage("bound must be above 0 and at most 1, got 0.0");
    }
}
