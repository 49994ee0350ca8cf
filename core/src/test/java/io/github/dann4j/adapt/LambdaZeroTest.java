package io.github.dann4j.adapt;

import static io.github.dann4j.toy.ToyNets.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With λ = 0 the domain classifier has no influence: DANN then trains the same as source-only training, bit for bit.
 */
class LambdaZeroTest {
    private static final int CLASSES = 2;
    private static final int STEPS = 12;

    /**
     * With dropout, separate batch norm per domain, and a max-norm that is reached: none of them may make a difference.
     */
    private static final NetworkSpec NETWORK = ToyNets.everything(CLASSES, Statistics.PER_DOMAIN, 0.5);

    private ToyImages source;
    private ToyImages target;

    @BeforeEach
    void open() {
        source = ToyImages.noise(30, CLASSES, 0, 1);
        target = ToyImages.noise(42, CLASSES, 50, 2);
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    static Stream<Arguments> optimizersAndPrecisions() {
        return Stream.of(ToyRuns.SGD, ToyRuns.ADAM)
                .flatMap(optimizer ->
                        Stream.of(Precision.values()).map(precision -> Arguments.of(optimizer, precision)));
    }

    @ParameterizedTest
    @MethodSource("optimizersAndPrecisions")
    void featuresAndLabelHead_equalSourceOnlyTraining(OptimizerSettings optimizer, Precision precision) {
        Map<String, List<Float>> sourceOnly = classifierAfter(SourceOnly::new, optimizer, precision, "source");
        Map<String, List<Float>> dann = classifierAfter(dann(0), optimizer, precision, "source");

        assertThat(dann).isEqualTo(sourceOnly);
        assertThat(dann.keySet()).contains("features.0.weight", "features.1.running_var.source", "labels.4.bias");
    }

    @ParameterizedTest
    @MethodSource("optimizersAndPrecisions")
    void targetStatistics_thenEqualAdaBn(OptimizerSettings optimizer, Precision precision) {
        assertThat(classifierAfter(dann(0), optimizer, precision, "target"))
                .isEqualTo(classifierAfter(AdaBn::new, optimizer, precision, "target"));
    }

    @ParameterizedTest
    @MethodSource("optimizersAndPrecisions")
    void lambdaAboveZero_changesTheFeatures(OptimizerSettings optimizer, Precision precision) {
        assertThat(classifierAfter(dann(0.1), optimizer, precision, "source").get("features.0.weight"))
                .isNotEqualTo(
                        classifierAfter(dann(0), optimizer, precision, "source").get("features.0.weight"));
    }

    private static BiFunction<Network, TrainingSettings, AdaptationMethod> dann(double lambda) {
        return (network, settings) -> ToyRuns.dann(network, settings, lambda, Passes.SEPARATE);
    }

    /** Returns the parameters of features and label predictor, and their statistics of one domain, after a training. */
    private Map<String, List<Float>> classifierAfter(
            BiFunction<Network, TrainingSettings, AdaptationMethod> method,
            OptimizerSettings optimizer,
            Precision precision,
            String domain) {
        TrainingSettings settings = ToyRuns.settings(STEPS, optimizer, precision);
        try (Network network = new Network(NETWORK, 5);
                AdaptationMethod training = method.apply(network, settings)) {
            ToyRuns.run(training, source, target, settings, 9);
            training.finish(source.labeled(), target.unlabeled(), 3);
            Map<String, List<Float>> state = values(network.state());
            state.keySet()
                    .removeIf(name ->
                            name.startsWith("domains") || (name.contains(".running_") && !name.endsWith("." + domain)));
            return state;
        }
    }
}
