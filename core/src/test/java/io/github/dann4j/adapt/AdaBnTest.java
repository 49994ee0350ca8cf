package io.github.dann4j.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class AdaBnTest {
    private static final NetworkSpec NORMALISED_PIXELS = new NetworkSpec(
            "norm",
            8,
            1,
            List.of(new Flatten(), new BatchNorm()),
            List.of(new Linear(2)),
            List.of(new Linear(1)),
            0,
            Statistics.PER_DOMAIN);

    private static final TrainingSettings SETTINGS = ToyRuns.settings(100, ToyRuns.ADAM, Precision.FP32);

    @Test
    void eachDomain_isNormalisedByItsOwnStatistics() {
        // The target is the source, brighter by 100 of 255: they differ only in what batch norm removes.
        try (ToyImages source = ToyImages.noise(100, 2, 0, 1);
                ToyImages target = ToyImages.noise(100, 2, 75, 2);
                Network network = new Network(NORMALISED_PIXELS, 0);
                AdaBn method = new AdaBn(network, SETTINGS)) {
            ToyRuns.run(method, source, target, SETTINGS, 0);
            method.finish(source.labeled(), target.unlabeled(), 0);

            assertMeans(network, "features.1.running_mean.source", source);
            assertMeans(network, "features.1.running_mean.target", target);
            assertThat(method.targetStatistics()).isEqualTo(Domain.TARGET);
            Evaluator evaluator = new Evaluator(network, Precision.FP32);
            assertThat(evaluator.evaluate(source.labeled(), Domain.SOURCE).accuracy())
                    .isGreaterThan(0.95);
            assertThat(evaluator.evaluate(target.labeled(), Domain.TARGET).accuracy())
                    .isGreaterThan(0.95);
            assertThat(evaluator.evaluate(target.labeled(), Domain.SOURCE).accuracy())
                    .as("with the source's statistics, as source-only training would test it")
                    .isLessThan(0.6);
        }
    }

    @Test
    void sharedStatistics_areRefused() {
        NetworkSpec shared = NORMALISED_PIXELS.with(Statistics.SHARED);
        try (Network network = new Network(shared, 0)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new AdaBn(network, SETTINGS))
                    .withMessageContaining("cannot be SHARED; use PER_DOMAIN");
            try (ToyImages target = ToyImages.noise(30, 2, 75, 2)) {
                assertThatIllegalArgumentException()
                        .as("also on a network that another method has trained")
                        .isThrownBy(() -> AdaBn.measureTarget(network, target.unlabeled(), Precision.FP32, 0))
                        .withMessageContaining("cannot be SHARED; use PER_DOMAIN");
            }
        }
    }

    @Test
    void networkWithoutBatchNorm_isTrainedAsOnTheSourceAlone() {
        try (ToyImages source = ToyImages.noise(30, 2, 0, 1);
                ToyImages target = ToyImages.noise(30, 2, 75, 2);
                Network first = new Network(ToyNets.linear(3, 2), 0);
                Network second = new Network(ToyNets.linear(3, 2), 0);
                AdaBn adaBn = new AdaBn(first, SETTINGS);
                SourceOnly sourceOnly = new SourceOnly(second, SETTINGS)) {
            for (AdaptationMethod method : List.of(adaBn, sourceOnly)) {
                ToyRuns.run(method, source, target, SETTINGS, 0);
                method.finish(source.labeled(), target.unlabeled(), 0);
            }
            assertThat(ToyNets.values(first.state())).isEqualTo(ToyNets.values(second.state()));
        }
    }

    private static void assertMeans(Network network, String name, ToyImages images) {
        try (PointerScope scope = new PointerScope()) {
            float[] expected = Tensors.floats(
                    images.unlabeled().range(0, 100).inputs().flatten(1, -1).mean(0));
            float[] measured = Tensors.floats(network.state().get(name));
            for (int p = 0; p < expected.length; p++) {
                assertThat(measured[p]).isCloseTo(expected[p], within(1e-5f));
            }
        }
    }
}
