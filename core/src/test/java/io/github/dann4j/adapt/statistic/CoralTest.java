package io.github.dann4j.adapt.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.loss.Covariance;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class CoralTest extends TwoDomains {
    private static final int CLASSES = 3;
    private static final TrainingSettings TRAINING = ToyRuns.settings(4, ToyRuns.SGD, Precision.FP32);

    CoralTest() {
        super(CLASSES);
    }

    /** The distance is 2 times that of the features plus 5 times that of the logits, at the weights before the step. */
    @Test
    void theLoss_isOfFeaturesAndLogits() {
        Coral.Settings settings = new Coral.Settings(new LambdaSchedule(10, 1), 2, 5, 0, false);
        try (Network network = new Network(ToyNets.linear(4, CLASSES), 5);
                AdaptationMethod method =
                        Coral.TYPE.on(network, new MethodSetup<>(TRAINING, settings, target.unlabeled(), 1));
                PointerScope scope = new PointerScope()) {
            BatchPair pair = new BatchPairSampler(source.labeled(), target.unlabeled(), 8, 0).next();
            Tensor a = network.features(pair.source().inputs(), Pass.evaluate(Domain.SOURCE));
            Tensor b = network.features(pair.target().inputs(), Pass.evaluate(Domain.TARGET));
            double expected = 2 * Covariance.distance(a, b).item_float()
                    + 5
                            * Covariance.distance(
                                            network.labels(a, Pass.evaluate(Domain.SOURCE)),
                                            network.labels(b, Pass.evaluate(Domain.TARGET)))
                                    .item_float();

            Terms told = method.step(pair, new StepContext(1, 4, 0, Phase.whole(4)));

            assertThat(told.get(Coral.DISTANCE)).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Coral.Settings(LambdaSchedule.paper(), -1, 0, 0.2, true))
                .withMessageStartingWith("features and logits must be at least 0");
    }
}
