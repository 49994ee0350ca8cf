package io.github.dann4j.adapt.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Network;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.toy.ToyImages;
import io.github.dann4j.toy.ToyNets;
import io.github.dann4j.toy.ToyRuns;
import io.github.dann4j.toy.TwoDomains;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;

class IwdanTest extends TwoDomains {
    IwdanTest() {
        super(AdversaryRun.CLASSES);
    }

    private static Iwdan.Settings settings(double lambda, int every, double largest) {
        return new Iwdan.Settings(new LambdaSchedule(10, lambda), every, 0.5, largest, 0);
    }

    /** Both classes look the same in both domains; nine of ten target images are of the first. */
    @Test
    void weights_becomeTheRatiosOfTheShares() {
        List<Float> weights = classWeights(settings(0.1, 20, 5));
        assertThat(weights.get(0)).isCloseTo(1.8f, within(0.1f));
        assertThat(weights.get(1)).isCloseTo(0.2f, within(0.1f));

        List<Float> bounded = classWeights(settings(0.1, 20, 1.5));
        assertThat(bounded.get(0)).isCloseTo(1.5f, within(0.01f));
        assertThat(bounded.get(1)).isCloseTo(1 / 1.5f, within(0.01f));
    }

    private static List<Float> classWeights(Iwdan.Settings settings) {
        TrainingSettings training =
                new TrainingSettings(200, 32, new LearningRate.Constant(0.02), ToyRuns.ADAM, Precision.FP32);
        try (ToyImages source = uneven(0.5, 10);
                ToyImages target = uneven(0.9, 20);
                Network network = new Network(ToyNets.linear(4, 2), 5);
                AdaptationMethod method =
                        Iwdan.TYPE.on(network, new MethodSetup<>(training, settings, target.unlabeled(), 1))) {
            BatchPairSampler pairs = new BatchPairSampler(source.labeled(), target.unlabeled(), 32, 7);
            TrainingLoop.run(method, pairs, training.steps(), 9, (context, terms) -> {});
            try (PointerScope scope = new PointerScope()) {
                Map<String, List<Float>> state = ToyNets.values(method.learner().state());
                return Objects.requireNonNull(state.get("memory.classWeights"));
            }
        }
    }

    /** Images of two classes, dark and bright. */
    private static ToyImages uneven(double firstShare, long seed) {
        int[] labels =
                IntStream.range(0, 400).map(i -> i < firstShare * 400 ? 0 : 1).toArray();
        return ToyImages.of(labels, 2, seed, (pixels, label, random) -> {
            for (int p = 0; p < pixels.length; p++) {
                pixels[p] = (int) Math.round((label == 0 ? 60 : 190) + 20 * random.nextGaussian());
            }
        });
    }

    @Test
    void withoutLambda_itIsTrainingOnTheSource_whateverTheWeights() {
        assertThat(AdversaryRun.classifier(Iwdan.TYPE, settings(0, 1, 5), source, target))
                .isEqualTo(AdversaryRun.sourceOnly(source, target));
    }

    /** A training that diverges in the step of an estimate reports a loss that is no number, like any other. */
    @Test
    void predictionsThatAreNoNumbers_areReportedByTheLoss() {
        try (Network network = AdversaryRun.linear(Iwdan.TYPE)) {
            network.classifierParameters()
                    .values()
                    .forEach(parameter -> parameter.detach().fill_(new Scalar(Double.NaN)));

            assertThat(AdversaryRun.step(Iwdan.TYPE, network, settings(1, 1, 5), source, target)
                            .get(Term.LABEL_LOSS))
                    .isNaN();
        }
    }

    @Test
    void impossibleSettings_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(1, 0, 5))
                .withMessage("every must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(1, 1, 0.5))
                .withMessage("largest must be at least 1 and finite, got 0.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Iwdan.Settings(LambdaSchedule.paper(), 1, 1, 5, 0))
                .withMessage("memory must be at least 0 and less than 1, got 1.0");
    }
}
